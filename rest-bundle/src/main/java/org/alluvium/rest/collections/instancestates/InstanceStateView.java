package org.alluvium.rest.collections.instancestates;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.alluvium.model.StateMachine;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Diagram;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Rows;

/** The collection {@code instance_states}: what it offers, and how a state machine looks. */
public final class InstanceStateView {
    static final Operation INDEX =
            Operation.always("index", "", "Shows the states of an instance and the ways between them.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "instance_states",
            "instance_state",
            "The states that an instance goes through with this driver, and the actions that lead from one to another.",
            INDEX);

    private InstanceStateView() {}

    static Document index(StateMachine machine) {
        return Document.of(Rows.of("states", Rows.each(machine.states(), InstanceStateView::state)))
                .withoutProlog()
                .bare()
                .drawn(diagram(machine));
    }

    private static Group state(StateMachine.State state) {
        Group group = Group.of("state").attribute("name", word(state.name()));
        state.transitions().forEach(transition -> group.add(element(transition)));
        return group.add(Rows.json("transitions", Rows.each(state.transitions(), InstanceStateView::object)));
    }

    private static Group element(StateMachine.Transition transition) {
        Group group = Group.xml("transition", Layout.INLINE).xmlAttribute("to", word(transition.to()));
        return transition
                .action()
                .map(action -> group.xmlAttribute("action", word(action)))
                .orElseGet(() -> group.xmlAttribute("auto", "true"));
    }

    private static Group object(StateMachine.Transition transition) {
        Group group = Group.json("transition").jsonField("to", word(transition.to()));
        return transition
                .action()
                .map(action -> group.jsonField("action", word(action)))
                .orElseGet(() -> group.jsonField("auto", "true"));
    }

    private static Diagram diagram(StateMachine machine) {
        List<String> boxes = new ArrayList<>();
        List<Diagram.Arrow> arrows = new ArrayList<>();
        for (StateMachine.State state : machine.states()) {
            String from = word(state.name());
            if (!boxes.contains(from)) {
                boxes.add(from);
            }
            for (StateMachine.Transition transition : state.transitions()) {
                String to = word(transition.to());
                if (!boxes.contains(to)) {
                    boxes.add(to);
                }
                String label = transition.action().map(InstanceStateView::word).orElse("(by itself)");
                arrows.add(new Diagram.Arrow(from, to, label));
            }
        }
        return new Diagram("States of an instance", boxes, arrows);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
