/**
 * Bytes to frames: opens captures (pcap and its variants, pcapng; plain or compressed; files, pipes, archives, sets of them)
 * and hands out their frames one by one as positions in large blocks, without an object or a copy per frame. Uses the JDK,
 * and libraries for compressions and archives.
 *
 * <p>Start at {@link org.pcapanalyzer.capture.CaptureSet}, or at {@link org.pcapanalyzer.capture.CaptureFiles#open} for a
 * single file. Behind it stand {@code CaptureSource} (raw bytes, counted and hashed), {@code BlockReader} (blocks, prefetched
 * by a thread), {@code DecompressedChannel}, one {@link org.pcapanalyzer.capture.FrameReader} per container format, and
 * {@code MergedReader} over those of a set. {@code Resync} finds the way behind damage.
 */
package org.pcapanalyzer.capture;
