package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/** Finds the upper layer behind extension headers in bytes that may end anywhere: quoted packets, first fragments. */
final class UpperLayer {
    /** Longer chains are not followed: what stands there is then no upper layer. */
    private static final int MAX_HEADERS = 16;

    private final ExtensionHeader extension = new ExtensionHeader();
    private int protocol;
    private int offset;
    private int end;

    /**
     * Follows the chain that begins at {@code start} with a header of type {@code firstProtocol}.
     *
     * @param limit offset behind the last byte that may be read; may lie before {@code start}
     */
    void find(ByteBuffer buffer, int ipVersion, int firstProtocol, int start, int limit) {
        protocol = firstProtocol;
        offset = start;
        end = limit;
        for (int headers = 0; ExtensionHeader.is(protocol, ipVersion); headers++) {
            if (headers == MAX_HEADERS || end - offset < ExtensionHeader.LENGTH) {
                hide();
                return;
            }
            extension.wrap(buffer, offset, protocol);
            boolean isLaterFragment = protocol == IpProtocol.FRAGMENT && extension.fragmentOffset() != 0;
            protocol = extension.nextHeader();
            offset += extension.headerLength();
            if (isLaterFragment) {
                hide();
                return;
            }
        }
    }

    /** Makes the bytes unavailable: they are no beginning of an upper layer. */
    void hide() {
        end = offset;
    }

    /** IP protocol of the upper layer, or of the first header that is not there. */
    int protocol() {
        return protocol;
    }

    /** Where it begins; may lie behind the readable bytes. */
    int offset() {
        return offset;
    }

    /** Bytes of it that may be read, 0 if none. */
    int availableBytes() {
        return Math.max(0, end - offset);
    }
}
