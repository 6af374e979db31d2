package org.pcapanalyzer.decode;

/** Takes the outcome of each datagram that came in fragments. */
@FunctionalInterface
public interface FragmentSink {
    /** Called once per datagram, by the decoding thread; {@code datagram} is reused after the call. */
    void fragments(FragmentedDatagram datagram);
}
