/**
 * What tells operators how the server fares: health and metrics, on a port of their own.
 *
 * <p>{@link org.alluvium.rest.monitor.MonitorServer} answers {@code /health/live} and {@code /health/ready} from the Felix
 * Health Checks that are registered under the tags {@code live} and {@code ready}, and {@code /metrics} in Prometheus' text
 * format. It has threads of its own: a busy API cannot make it silent.
 */
@NullMarked
package org.alluvium.rest.monitor;

import org.jspecify.annotations.NullMarked;
