package org.alluvium.driver.mock;

import java.util.Comparator;

/** The order in which people count: {@code inst2} before {@code inst10}. Consistent with equals. */
final class NaturalOrder implements Comparator<String> {
    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int difference;
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                i = skipZeros(a, i);
                j = skipZeros(b, j);
                int endOfA = endOfDigits(a, i);
                int endOfB = endOfDigits(b, j);
                difference = Integer.compare(endOfA - i, endOfB - j);
                for (; difference == 0 && i < endOfA; i++, j++) {
                    difference = Character.compare(a.charAt(i), b.charAt(j));
                }
            } else {
                difference = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (difference != 0) {
                return difference;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static int skipZeros(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '0') {
            at++;
        }
        return at;
    }

    private static int endOfDigits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
