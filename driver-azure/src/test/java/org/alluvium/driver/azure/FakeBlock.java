package org.alluvium.driver.azure;

/** A block of IPv4 addresses. */
record FakeBlock(long first, int bits) {
    static FakeBlock of(String text) {
        if (!text.matches("(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}")) {
            throw new FakeRefusal(400, "InvalidAddressPrefixFormat", "Address prefix " + text + " is not valid.");
        }
        String[] parts = text.split("[./]");
        long address = 0;
        for (int i = 0; i < 4; i++) {
            address = address << 8 | Integer.parseInt(parts[i]);
        }
        return new FakeBlock(address, Integer.parseInt(parts[4]));
    }

    private long last() {
        return first + (1L << 32 - bits) - 1;
    }

    boolean contains(FakeBlock other) {
        return first <= other.first && other.last() <= last();
    }

    boolean overlaps(FakeBlock other) {
        return first <= other.last() && other.first <= last();
    }
}
