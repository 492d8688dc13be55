// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/trace_reader.hpp"

#include "conformance/protocol/lines.hpp"

#include <algorithm>
#include <utility>

namespace tsrpc::conformance {

std::string_view bare(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    const bool is_free_text = line.starts_with("< cannot ") || line.find(" name=") != line.npos;
    return is_free_text ? line : line.substr(0, line.find("  # "));
}

void TraceReader::take(std::string_view line) {
    line = bare(line);
    if (line.empty() || line.front() == '#') {
        return;
    }
    try {
        take_line(line);
    } catch (const TargetError&) {
        throw LineError("a trace holds no reply of this kind");
    }
}

std::optional<Said> TraceReader::take_whole() {
    if (trace_.empty() || (trace_.size() == 1 && !trace_.front().reply)) {
        return std::nullopt;
    }
    Said said = std::move(trace_.front());
    trace_.erase(trace_.begin());
    return said;
}

Trace TraceReader::finish() { return std::move(trace_); }

void TraceReader::take_line(std::string_view line) {
    switch (kind_of(line)) {
    case LineKind::command: // the one before, if it has no reply, lost the target
        take_command(parse_command(line));
        return;
    case LineKind::reply: take_result(line); return;
    case LineKind::event:
        open();
        events_.push_back(parse_event(line));
        return;
    case LineKind::ask:
        no_ask_is_open();
        open();
        ask_ = parse_ask(line);
        return;
    case LineKind::granted:
        if (!ask_ || touching_) {
            throw LineError("there is no ask before it");
        }
        trace_.back().asked.push_back({*ask_, parse_granted(*ask_, line), std::exchange(meanwhile_, {})});
        ask_.reset();
        return;
    case LineKind::ready:
    case LineKind::noise: break;
    }
    throw LineError("expected a command, event, ask or reply of docs/target-protocol.md, or a comment");
}

void TraceReader::take_command(const Command& command) {
    if (ask_ && !touching_ && (std::holds_alternative<Read>(command) || std::holds_alternative<Write>(command))) {
        touching_ = command;
        return;
    }
    no_ask_is_open();
    trace_.push_back({command});
    events_.clear();
}

void TraceReader::take_result(std::string_view line) {
    if (touching_) {
        meanwhile_.push_back({*touching_, Reply{{}, parse_result(*touching_, line)}});
        touching_.reset();
        return;
    }
    no_ask_is_open();
    open().reply = Reply{std::exchange(events_, {}), parse_result(open().command, line)};
}

void TraceReader::no_ask_is_open() const {
    if (ask_) {
        throw LineError("the ask before it has no answer");
    }
}

/// The command that waits for its reply.
Said& TraceReader::open() {
    if (trace_.empty() || trace_.back().reply) {
        throw LineError("there is no command before it");
    }
    return trace_.back();
}

} // namespace tsrpc::conformance
