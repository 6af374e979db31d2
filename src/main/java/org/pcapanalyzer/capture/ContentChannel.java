package org.pcapanalyzer.capture;

import java.nio.channels.ReadableByteChannel;

/** The bytes of a capture as its container format sees them: those of the source, decompressed where it is compressed. */
interface ContentChannel extends ReadableByteChannel {
    /** {@code none}, or the name of the compression. */
    String compression();

    /** What is wrong with the compressed stream, one clause with the byte offset; empty if nothing. Set once read returned -1. */
    String damage();

    /** True if the compressed stream ends before its end marker. */
    boolean isCut();
}
