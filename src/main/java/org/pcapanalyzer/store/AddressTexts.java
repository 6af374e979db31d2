package org.pcapanalyzer.store;

import org.pcapanalyzer.decode.Addresses;

/** Texts of IP addresses. The latest are kept, as few addresses stand in most rows. */
final class AddressTexts {
    private static final int PLACE_BITS = 12;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long[] highs = new long[1 << PLACE_BITS];
    private final long[] lows = new long[1 << PLACE_BITS];
    private final byte[] versions = new byte[1 << PLACE_BITS];
    private final String[] texts = new String[1 << PLACE_BITS];

    /** Canonical text, see {@link Addresses#text}. */
    String of(int version, long high, long low) {
        int place = (int) ((high * MIX ^ low) * MIX >>> Long.SIZE - PLACE_BITS);
        if (texts[place] == null || lows[place] != low || highs[place] != high || versions[place] != version) {
            highs[place] = high;
            lows[place] = low;
            versions[place] = (byte) version;
            texts[place] = Addresses.text(high, low, version);
        }
        return texts[place];
    }
}
