package org.pcapanalyzer.decode;

/**
 * Bounds on the memory of fragment reassembly. When one bites, the datagram that waits longest is given up.
 *
 * @param fragmentedDatagrams datagrams that wait for fragments at one time, at least 1
 * @param fragmentBytes       bytes of buffers for waiting datagrams, at least 1 MiB
 */
public record DecodeLimits(int fragmentedDatagrams, long fragmentBytes) {
    private static final long SMALLEST_BYTES = 1 << 20;

    public DecodeLimits {
        if (fragmentedDatagrams < 1 || fragmentBytes < SMALLEST_BYTES) {
            throw new IllegalArgumentException("limits of fragment reassembly are too small: " + fragmentedDatagrams
                    + " datagrams, " + fragmentBytes + " bytes");
        }
    }

    /** 16,384 datagrams in 32 MiB. */
    public static DecodeLimits defaults() {
        return new DecodeLimits(16_384, 32L << 20);
    }
}
