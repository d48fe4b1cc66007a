/**
 * A driver for ${driverName}. {@code ${driverName}Driver} is the one component, {@code ${driverName}Calls} the one way to the cloud,
 * {@code ${driverName}Errors} the one translation of its errors. Write the cloud's quirks down here.
 */
package ${package};
