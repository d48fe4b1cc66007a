package org.alluvium.driver.mock;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * A block of IPv4 or IPv6 addresses.
 *
 * @param network its lowest address, as a number
 * @param bits 32 or 128
 * @param prefix how many of the bits all of its addresses share
 */
record CidrBlock(BigInteger network, int bits, int prefix) {
    private static final Pattern NOTATION = Pattern.compile("([0-9a-fA-F.:]{2,45})/([0-9]{1,3})");
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

    /**
     * The block of that notation, {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @throws CloudException INVALID when it is none, or names an address inside of the block
     */
    static CidrBlock parse(String text) {
        Matcher matcher = NOTATION.matcher(text);
        byte[] address = matcher.matches() ? address(matcher.group(1)) : new byte[0];
        int bits = address.length * 8;
        if (bits == 0 || Integer.parseInt(matcher.group(2)) > bits) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "'" + text + "' is not a block of addresses. Write it like 10.1.0.0/16 or fd00:1::/32.");
        }
        int prefix = Integer.parseInt(matcher.group(2));
        BigInteger given = new BigInteger(1, address);
        CidrBlock block = new CidrBlock(given.shiftRight(bits - prefix).shiftLeft(bits - prefix), bits, prefix);
        if (!block.network.equals(given)) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "'" + text + "' names an address inside of a block. The block is " + block + ".");
        }
        return block;
    }

    /** The address after an IPv4 address. */
    static String next(String address) {
        return format(new BigInteger(1, address(address)).add(BigInteger.ONE), Integer.SIZE);
    }

    boolean contains(CidrBlock other) {
        return bits == other.bits
                && prefix <= other.prefix
                && network.equals(other.network.shiftRight(bits - prefix).shiftLeft(bits - prefix));
    }

    boolean overlaps(CidrBlock other) {
        return contains(other) || other.contains(this);
    }

    /** The first address that nobody uses; the first two and the last are the network's own. */
    Optional<String> freeAddress(Set<String> used) {
        BigInteger last = network.add(BigInteger.ONE.shiftLeft(bits - prefix)).subtract(BigInteger.TWO);
        for (BigInteger next = network.add(BigInteger.TWO);
                next.compareTo(last) <= 0;
                next = next.add(BigInteger.ONE)) {
            String address = format(next, bits);
            if (!used.contains(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return format(network, bits) + "/" + prefix;
    }

    /** The bytes of an address; none when the text is not one. Never asks a name server. */
    private static byte[] address(String text) {
        if (text.contains(":")) {
            try {
                InetAddress address = InetAddress.getByName(text);
                return address instanceof Inet6Address ? address.getAddress() : new byte[0];
            } catch (UnknownHostException e) {
                return new byte[0];
            }
        }
        String[] octets = text.split("\\.", -1);
        byte[] address = new byte[4];
        if (octets.length != address.length) {
            return new byte[0];
        }
        for (int i = 0; i < address.length; i++) {
            if (!OCTET.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > 255) {
                return new byte[0];
            }
            address[i] = (byte) Integer.parseInt(octets[i]);
        }
        return address;
    }

    private static String format(BigInteger address, int bits) {
        // A sign byte in front where there is room for it, and zeros to the full length.
        byte[] number = address.toByteArray();
        byte[] bytes = new byte[bits / 8];
        int count = Math.min(number.length, bytes.length);
        System.arraycopy(number, number.length - count, bytes, bytes.length - count, count);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(Arrays.toString(bytes), e);
        }
    }
}
