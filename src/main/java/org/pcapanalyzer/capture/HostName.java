package org.pcapanalyzer.capture;

/**
 * A name that a capture gives to an address (pcapng Name Resolution Block).
 *
 * @param ipVersion 4 or 6
 * @param high      upper half of the address; 0 for IPv4
 * @param low       lower half; an IPv4 address is held as ::ffff:a.b.c.d
 * @param name      text of strangers, cut at 255 bytes
 */
public record HostName(int ipVersion, long high, long low, String name) {}
