package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The life of an instance on one cloud: which action leads from which state to which.
 *
 * @param states in the order in which they are printed
 */
public record StateMachine(List<State> states) {
    public StateMachine {
        states = List.copyOf(states);
    }

    /** A state machine of these states, in this order. */
    public static StateMachine of(State... states) {
        return new StateMachine(Arrays.asList(states));
    }

    /** The actions that lead out of a state, in the machine's order; empty for an unknown state. */
    public List<InstanceAction> actions(InstanceState state) {
        List<InstanceAction> actions = new ArrayList<>();
        for (State candidate : states) {
            if (candidate.name() == state) {
                candidate.transitions().forEach(t -> t.action().ifPresent(actions::add));
            }
        }
        return List.copyOf(actions);
    }

    /** One state with the ways out of it. */
    public record State(InstanceState name, List<Transition> transitions) {
        public State {
            requireNonNull(name);
            transitions = List.copyOf(transitions);
        }

        /** A state with these ways out, in this order. */
        public static State of(InstanceState name, Transition... transitions) {
            return new State(name, Arrays.asList(transitions));
        }
    }

    /**
     * One way out of a state.
     *
     * @param action what triggers it; empty when it happens by itself
     * @param to where it leads
     */
    public record Transition(Optional<InstanceAction> action, InstanceState to) {
        public Transition {
            requireNonNull(action);
            requireNonNull(to);
        }

        /** A transition that a client triggers. */
        public static Transition on(InstanceAction action, InstanceState to) {
            return new Transition(Optional.of(action), to);
        }

        /** A transition that happens by itself. */
        public static Transition auto(InstanceState to) {
            return new Transition(Optional.empty(), to);
        }
    }
}
