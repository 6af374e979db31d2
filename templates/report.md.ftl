<#--
  The post-mortem for a ticket or a wiki. Every ${...} is escaped by the output format; span(), cell() and block() make
  code, with fences that outgrow what they hold.
-->
<#macro facts list>
| | |
| --- | --- |
<#list list as fact>
| ${fact.name} | ${fact.value} |
</#list>
</#macro>
<#macro matrix one view>
${view.summary}

<#if view.lines?has_content>
| ${one} |<#list view.layers as layer> ${layer} |</#list> Flows | Peers | Why |
| --- |<#list view.layers as layer> --- |</#list> ---: | ---: | --- |
<#list view.lines as line>
| ${cell(line.name)} |<#list line.cells as entry> ${entry.status} |</#list> ${line.flows} | ${line.peers} | ${line.why} |
</#list>

</#if>
<#if view.more?has_content>
${view.more}

</#if>
</#macro>
<#macro steps list>
<#list list as step>
<#if step.command?has_content>
${block(step.command)}
</#if>
<#if step.note?has_content>
${step.note?cap_first}

</#if>
</#list>
</#macro>
<#macro flowTable rows>
| Flow | Protocol | Originator | Responder | Packets | Bytes | Duration | State | Sent again | Resets | Closed windows | ICMP errors |
| ---: | --- | --- | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |
<#list rows as flow>
| ${flow.id} | ${flow.proto} | ${cell(flow.orig)} | ${cell(flow.resp)} | ${flow.packets} | ${flow.bytes} | ${flow.duration} | ${flow.state} | ${flow.resent} | ${flow.resets} | ${flow.closedWindows} | ${flow.icmpErrors} |
</#list>

</#macro>
# ${view.verdict.headline}

<#if view.verdict.detail?has_content>
${view.verdict.detail}

</#if>
Post-mortem of ${span(view.title)}: ${view.subtitle}

<@facts view.verdict.facts/>

## Layers

| Layer | Status | Why | Findings |
| --- | --- | --- | --- |
<#list view.layers as rung>
| ${rung.name} | ${rung.status} | ${rung.why} | <#if rung.findings?has_content>${rung.findings}<#else>none</#if> |
</#list>

<#list view.incidents as incident>
## Incident ${incident.number}: ${incident.title}

**${incident.severity}**, ${incident.layer} layer, ${incident.confidence} confidence, ${span(incident.findingId)}

${incident.summary}

<#if incident.confidenceWhy?has_content>
Confidence: ${incident.confidence}. ${incident.confidenceWhy}

</#if>
<#list incident.ladders as ladder>
Layers of ${span(ladder.name)}:

| Layer | Status | Why |
| --- | --- | --- |
<#list ladder.layers as rung>
| ${rung.name} | ${rung.status} | ${rung.why} |
</#list>

</#list>
### Impact

<@facts incident.impact.facts/>
<#if incident.impact.clients?has_content>
| Clients | <#list incident.impact.clients as host>${cell(host)}<#sep>, </#list> ${incident.impact.moreClients} |
</#if>
<#if incident.impact.servers?has_content>
| Servers | <#list incident.impact.servers as host>${cell(host)}<#sep>, </#list> ${incident.impact.moreServers} |
</#if>

### Root cause

${incident.rootCause}

<#if incident.alternatives?has_content>
### What it could be instead

<#list incident.alternatives as alternative>
- ${alternative}
</#list>

</#if>
<#if incident.cannotSee?has_content>
### What the capture cannot show

${incident.cannotSee}

</#if>
### Evidence

<#if incident.evidence?has_content>
| Frame | Time, UTC | Elapsed | What it shows |
| ---: | --- | ---: | --- |
<#list incident.evidence as row>
| ${row.frame} | ${row.time} | ${row.elapsed} | ${row.what} |
</#list>

</#if>
<#if incident.evidenceNote?has_content>
${incident.evidenceNote}

</#if>
<#if incident.framesText?has_content>
${block(incident.framesText)}
</#if>
<#if incident.filter?has_content>
Wireshark display filter:

${block(incident.filter)}
</#if>
<#if incident.evidenceFile?has_content>
The frames, each with its comment: ${span(incident.evidenceFile)}

</#if>
<#if incident.impact.flows?has_content>
Flows concerned:

| Flow | Protocol | Originator | Responder | Community ID |
| ---: | --- | --- | --- | --- |
<#list incident.impact.flows as flow>
| ${flow.id} | ${flow.proto} | ${cell(flow.orig)} | ${cell(flow.resp)} | ${cell(flow.communityId)} |
</#list>

<#if incident.impact.moreFlows?has_content>
${incident.impact.moreFlows?cap_first}; the table `findings` of the database lists all of them.

</#if>
</#if>
<#if incident.fix?has_content>
### Fix

<@steps incident.fix/>
</#if>
<#if incident.verify?has_content>
### Verify

<@steps incident.verify/>
</#if>
<#if incident.lesson?has_content>
### Lesson

${incident.lesson}

</#if>
<#if incident.symptoms?has_content>
### Symptoms that this explains

| Finding | Layer | Severity | Summary | Why it belongs here |
| --- | --- | --- | --- | --- |
<#list incident.symptoms as symptom>
| ${symptom.title} (${cell(symptom.id)}) | ${symptom.layer} | ${symptom.severity} | ${symptom.summary} | ${symptom.because} |
</#list>

</#if>
<#if incident.metrics?has_content>
### Measured values

| Name | Value |
| --- | --- |
<#list incident.metrics as metric>
| ${cell(metric.name)} | ${metric.value} |
</#list>

</#if>
</#list>
<#if view.further?has_content>
## Further incidents

| Incident | Title | Layer | Severity | Summary |
| ---: | --- | --- | --- | --- |
<#list view.further as line>
| ${line.number} | ${line.title} | ${line.layer} | ${line.severity} | ${line.summary} |
</#list>

</#if>
<#if view.notes?has_content>
## Also noted

<#list view.notes as note>
- ${note.title}: ${note.text}
</#list>

</#if>
## Services

<@matrix "Service" view.services/>
<#list view.probes as probe>
${probe}

</#list>
## Hosts

<@matrix "Host" view.hosts/>
## Where the time went

${view.times.summary}

<#if view.times.slowest?has_content>
By service, those first that took most time in sum; medians of the parts. The layer owns most of the time of most requests.

| Service | Requests | Parts | Median | 95 % within | Layer |
| --- | ---: | --- | ---: | ---: | --- |
<#list view.times.services as service>
| ${cell(service.name)} | ${service.requests} | ${service.parts} | ${service.total} | ${service.p95} | ${service.layer} |
</#list>

The slowest requests. Table `requests` has all of them.

| Service | Request | Flow | Parts | Total | Layer |
| --- | --- | ---: | --- | ---: | --- |
<#list view.times.slowest as request>
| ${cell(request.name)} | <#if request.what?has_content>${cell(request.what)}</#if> | ${request.flow} | ${request.parts} | ${request.total} | ${request.layer} |
</#list>

</#if>
## Timeline

<#if view.timeline.lanes?has_content>
${view.timeline.caption}<#if view.timeline.silent?has_content> Never seen: ${view.timeline.silent?join(", ")}.</#if>

<#list view.timeline.spans as span>
- ${span.description}
</#list>
<#list view.timeline.lanes as lane>
- ${lane.description?cap_first}
</#list>
<#else>
The capture holds no packets.
</#if>

## Capture quality

${view.quality.sentence}

<#if view.quality.notes?has_content>
| Finding | Severity | What it means |
| --- | --- | --- |
<#list view.quality.notes as note>
| ${note.title} | ${note.severity} | ${note.text} |
</#list>

</#if>
<#if view.quality.withdrawn?has_content>
Withdrawn, since the capture itself may have faked it:

| Finding | Severity | Why withdrawn |
| --- | --- | --- |
<#list view.quality.withdrawn as note>
| ${note.title} | ${note.severity} | ${note.text} |
</#list>

</#if>
<#list view.quality.captures as capture>
${span(capture.path)}

<@facts capture.facts/>

</#list>
## Top flows

${view.topFlows.summary} A flow is named by the number of its first frame.

<#if view.topFlows.byTrouble?has_content>
By trouble: segments sent again, resets, closed windows and ICMP errors, in sum.

<@flowTable view.topFlows.byTrouble/>
<#else>
No flow shows a segment sent again, a reset, a closed window or an ICMP error.

</#if>
<#if view.topFlows.byBytes?has_content>
By bytes.

<@flowTable view.topFlows.byBytes/>
</#if>
## What was checked

${view.checksSummary}

| Layer | Rule | Outcome |
| --- | --- | --- |
<#list view.checks as group>
<#list group.checks as check>
| ${group.layer} | ${check.title} (${cell(check.rule)}) | ${check.outcome} |
</#list>
</#list>

## Settings used

<@facts view.settings/>
