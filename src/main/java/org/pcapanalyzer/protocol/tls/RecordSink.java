package org.pcapanalyzer.protocol.tls;

/** Takes what the record layer of one direction carries, in its order; frame and time are those of the last byte. */
interface RecordSink {
    /** Whether records of handshake and alert are encrypted from now on; asked before each. */
    boolean isEncrypted();

    /** A whole handshake message in clear, its head included; {@code bytes} are valid during the call. */
    void message(int type, byte[] bytes, int length, long frame, long timeNs);

    /** A ClientHello in the form of SSLv2, from behind its type. */
    void ssl2Hello(byte[] bytes, int length, long frame, long timeNs);

    /** An alert in clear. */
    void alert(int level, int code, long frame, long timeNs);

    void changeCipherSpec(long frame, long timeNs);

    /** An encrypted record of whatever type. */
    void encrypted(int type, int length, long frame, long timeNs);

    /** What should be a record is none; nothing more of the direction is read. */
    void notTls(byte[] bytes, int length, long frame);

    /** The message is longer than what is kept: its content is not read. */
    void tooLong(int type, long frame);
}
