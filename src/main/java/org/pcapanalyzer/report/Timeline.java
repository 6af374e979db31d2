package org.pcapanalyzer.report;

import java.util.List;

/**
 * Traffic and trouble over the time of the capture, ready to be drawn: small multiples on one axis. Horizontal
 * coordinates run from 0 to {@link TimelineBuilder#WIDTH}, vertical ones from 0 (top) to {@link TimelineBuilder#HEIGHT}.
 *
 * @param caption what the axis spans and how long a bar is; empty where the capture has no frames
 * @param ticks   labels at even distances from the start to the end of the axis
 * @param lanes   measures that were ever above zero
 * @param silent  names of the measures that stayed at zero
 * @param spans   incidents in their order
 */
public record Timeline(String caption, List<String> ticks, List<Lane> lanes, List<String> silent, List<Span> spans) {
    static final Timeline EMPTY = new Timeline("", List.of(), List.of(), List.of(), List.of());

    /**
     * @param key  {@code traffic} or {@code trouble}
     * @param path SVG path of the bars
     * @param peak highest bar with its unit
     */
    public record Lane(String name, String key, String path, String peak, String description) {}

    /** @param severity key of the incident's severity */
    public record Span(int incident, String severity, String x, String width, String description) {}
}
