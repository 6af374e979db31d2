/**
 * Bytes of a frame to offsets and header fields. {@link org.pcapanalyzer.decode.PacketDecoder} walks the headers of a
 * frame one step at a time and writes what it finds into one reused {@link org.pcapanalyzer.decode.Packet}; flyweights
 * named {@code ...Header} read the fields in place. Nothing is allocated per frame once warm. IP fragments wait here
 * until their datagram is whole. Uses package capture alone. Start reading at {@code PacketDecoder.decode}.
 */
package org.pcapanalyzer.decode;
