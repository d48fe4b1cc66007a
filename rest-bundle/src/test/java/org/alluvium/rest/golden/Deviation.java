package org.alluvium.rest.golden;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.alluvium.rest.golden.Recording.Answer;

/**
 * The entries of docs/compatibility.md that recordings show. Each takes the difference that it explains out of a recorded and
 * a given answer, and nothing else.
 */
enum Deviation {
    /** Errors are error documents, without prolog, trace and the framework's own parameters. */
    C02(Deviation::errorDocument),
    /** Messages name the thing. */
    C03(pair -> pair.both(body -> body.replaceAll("<message>.*</message>", "<message/>")
            .replaceAll("\"message\":\"[^\"]*\"", "\"message\":\"\""))),
    /** What is not there is not found, and not forbidden. */
    C05(pair -> pair.recorded(pair.recorded
            .withStatus(pair.recorded.status() == 403 ? 404 : pair.recorded.status())
            .withBody(pair.recorded.body().replace("403", "404").replace("ForbiddenError", "ObjectNotFound")))),
    /** What crashed works. */
    C09(pair -> pair.recorded.status() == 500 && pair.given.status() < 300 ? pair.recorded(pair.given) : pair),
    /** The mock cloud has firewalls and load balancers. */
    C13(Deviation::wholeMock),
    /** Other drivers are there. */
    C14(pair -> pair.given.status() == 200 ? pair.recorded(pair.given) : pair),
    /** A subnet's texts have no white space around them. */
    C15(pair ->
            pair.recorded(pair.recorded.withBody(pair.recorded.body().replaceAll(">\\s+([^<>\\s]+)\\s+</", ">$1</")))),
    /** Metrics are random. */
    C16(pair -> pair.both(body -> body.replaceAll("(\"(minimum|maximum|average|timestamp)\":)[0-9.E-]+", "$1")
            .replaceAll("(name='(minimum|maximum|average|timestamp)' value=)'[0-9.E-]+'", "$1"))),
    /** A load balancer's realms are references. */
    C17(pair -> pair.recorded(pair.recorded.withBody(pair.recorded
            .body()
            .replace(
                    "[\"#<Deltacloud::Realm:0x...>\"]",
                    "[{\"id\":\"us\",\"href\":\"{base}/api/realms/us\",\"rel\":\"realm\"}]")))),
    /** A blob's content comes with the same headers as everything else. */
    C20(pair -> pair.recorded(pair.recorded.withoutHeader("Server")));

    private static final Pattern MESSAGE = Pattern.compile("(?:<message><!\\[CDATA\\[|\"message\":\")(.*?)(?:]]>|\",)");

    private final UnaryOperator<Pair> rule;

    Deviation(UnaryOperator<Pair> rule) {
        this.rule = rule;
    }

    Pair explain(Pair pair) {
        return rule.apply(pair);
    }

    private static Pair errorDocument(Pair pair) {
        if (pair.recorded.status() < 400) {
            return pair;
        }
        String body = pair.recorded.body();
        if (!body.startsWith("<") && !body.startsWith("{")) {
            Matcher message = MESSAGE.matcher(pair.given.body());
            String told = message.find() ? message.group(1) : "no message";
            return new Pair(
                    pair.recorded.withoutHeader("Content-Type"),
                    pair.given.withoutHeader("Content-Type").withBody(told));
        }
        return pair.recorded(pair.recorded.withBody(body.replaceFirst("<\\?xml[^>]*>\n", "")
                .replace("<backtrace>...</backtrace>", "<backtrace>\n    <![CDATA[]]>\n  </backtrace>")
                .replaceAll(" *<param name='(splat|captures|id)'>.*\n", "")
                .replaceAll("(?m)^ *\n", "")));
    }

    private static Pair wholeMock(Pair pair) {
        if (pair.recorded.status() == 412 && pair.given.status() == 200) {
            return pair.recorded(pair.given);
        }
        return new Pair(
                pair.recorded,
                pair.given.withBody(pair.given
                        .body()
                        .replaceAll(" *<link [^>]*rel='(firewalls|load_balancers)'>\n *</link>\n", "")
                        .replaceAll("\\{\"rel\":\"(firewalls|load_balancers)\",.*?\\[]},", "")));
    }

    /** What was answered then, and now. */
    record Pair(Answer recorded, Answer given) {
        private Pair recorded(Answer other) {
            return new Pair(other, given);
        }

        private Pair both(UnaryOperator<String> change) {
            return new Pair(
                    recorded.withBody(change.apply(recorded.body())), given.withBody(change.apply(given.body())));
        }

        /** Whether all headers that were sent then are sent now, and all else is the same. */
        boolean same() {
            return recorded.status() == given.status()
                    && recorded.body().equals(given.body())
                    && recorded.headers().entrySet().stream()
                            .allMatch(header ->
                                    header.getValue().equals(given.headers().get(header.getKey())))
                    && Stream.of("Location", "Content-Type")
                            .allMatch(name -> recorded.headers().containsKey(name)
                                    == given.headers().containsKey(name));
        }
    }
}
