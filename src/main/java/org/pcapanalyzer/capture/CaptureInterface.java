package org.pcapanalyzer.capture;

/**
 * One capture interface.
 *
 * @param id         number from 0 over all sections of the capture
 * @param name       name in the file, cut at 128 bytes; empty if it has none
 * @param linkType   LINKTYPE value
 * @param snaplen    largest captured length in bytes; 0 if unlimited
 * @param resolution time stamp units per second, as the file stores them; Long.MAX_VALUE if they are more
 * @param filter     capture filter in the file, cut at 512 bytes; empty if it has none
 */
public record CaptureInterface(int id, String name, int linkType, long snaplen, long resolution, String filter) {
    CaptureInterface withId(int other) {
        return new CaptureInterface(other, name, linkType, snaplen, resolution, filter);
    }
}
