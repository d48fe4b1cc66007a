package org.alluvium.rest.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a diagram as SVG: the boxes in one column, arrows down on its right, arrows up on its left. */
public final class SvgWriter {
    private static final int WIDTH = 560;
    private static final int BOX_WIDTH = 120;
    private static final int BOX_HEIGHT = 36;
    private static final int STEP = 92;
    private static final int LEFT = (WIDTH - BOX_WIDTH) / 2;
    private static final int RIGHT = LEFT + BOX_WIDTH;

    private SvgWriter() {}

    /** Writes a diagram. */
    public static void write(Diagram diagram, Body body) {
        int height = Math.max(1, diagram.boxes().size()) * STEP;
        StringBuilder svg = new StringBuilder(4096);
        svg.append("<svg xmlns='http://www.w3.org/2000/svg' role='img' aria-labelledby='title' viewBox='0 0 ")
                .append(WIDTH + " " + height)
                .append("' font-family='sans-serif' font-size='14'>\n<title id='title'>")
                .append(escape(diagram.title()))
                .append("</title>\n<defs><marker id='tip' viewBox='0 0 10 10' refX='9' refY='5' markerWidth='8'")
                .append(" markerHeight='8' orient='auto'><path d='M0 0L10 5L0 10z' fill='#345'/></marker></defs>\n");
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (String box : diagram.boxes()) {
            int y = rows.size() * STEP + 28;
            rows.put(box, rows.size());
            svg.append("<rect x='" + LEFT + "' y='" + y + "' width='" + BOX_WIDTH + "' height='" + BOX_HEIGHT)
                    .append("' rx='8' fill='#eef3f8' stroke='#345'/>")
                    .append(text(WIDTH / 2, y + 23, "middle", box));
        }
        for (Arrow arrow : arrows(diagram, rows)) {
            svg.append("<path d='" + arrow.path + "' fill='none' stroke='#345' marker-end='url(#tip)'/>")
                    .append(text(arrow.labelX, arrow.labelY, arrow.anchor, arrow.label));
        }
        body.text(svg.append("</svg>\n").toString());
    }

    private record Arrow(String path, int labelX, int labelY, String anchor, String label) {}

    private static List<Arrow> arrows(Diagram diagram, Map<String, Integer> rows) {
        List<Arrow> arrows = new ArrayList<>();
        for (Diagram.Arrow arrow : diagram.arrows()) {
            int from = rows.getOrDefault(arrow.from(), 0);
            int to = rows.getOrDefault(arrow.to(), 0);
            int fromY = from * STEP + 28 + BOX_HEIGHT / 2;
            int toY = to * STEP + 28 + BOX_HEIGHT / 2;
            int middle = (fromY + toY) / 2;
            if (from == to) {
                String path = "M" + RIGHT + " " + (fromY - 10) + "c44 -14 44 34 0 20";
                arrows.add(new Arrow(path, RIGHT + 40, fromY + 5, "start", arrow.label()));
            } else if (to == from + 1) {
                int top = fromY + BOX_HEIGHT / 2;
                String path = "M" + WIDTH / 2 + " " + top + "V" + (toY - BOX_HEIGHT / 2);
                arrows.add(new Arrow(path, WIDTH / 2 + 8, middle + 5, "start", arrow.label()));
            } else {
                boolean down = to > from;
                int bend = 30 + 26 * Math.min(5, Math.abs(to - from));
                int side = down ? RIGHT : LEFT;
                int turn = down ? RIGHT + bend : LEFT - bend;
                String path = "M" + side + " " + (fromY + (down ? 8 : -8)) + "C" + turn + " " + fromY + " " + turn + " "
                        + toY + " " + side + " " + (toY + (down ? -8 : 8));
                int labelX = side + (down ? bend : -bend) * 3 / 4 + (down ? 6 : -6);
                arrows.add(new Arrow(path, labelX, middle + 5, down ? "start" : "end", arrow.label()));
            }
        }
        return arrows;
    }

    private static String text(int x, int y, String anchor, String text) {
        return "<text x='" + x + "' y='" + y + "' text-anchor='" + anchor + "'>" + escape(text) + "</text>\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
