// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/trace.hpp"

#include "conformance/protocol/lines.hpp"
#include "conformance/protocol/trace_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tsrpc::conformance {
namespace {

/// The handles of a replay for those of the trace.
class Handles {
  public:
    void learn(uint64_t of_trace, uint64_t now) {
        if (of_trace != now) {
            pairs_.push_back({of_trace, now});
        }
    }
    uint64_t now(uint64_t of_trace) const { return find(of_trace, &Pair::of_trace, &Pair::now); }
    uint64_t of_trace(uint64_t now) const { return find(now, &Pair::now, &Pair::of_trace); }

    Command now(Command command) const {
        if (auto* read = std::get_if<Read>(&command)) {
            read->handle = now(read->handle);
        } else if (auto* write = std::get_if<Write>(&command)) {
            write->handle = now(write->handle);
        } else if (auto* reclaim = std::get_if<Reclaim>(&command)) {
            reclaim->handle = now(reclaim->handle);
        } else if (auto* call = std::get_if<Call>(&command)) {
            translate(call->request);
        }
        return command;
    }

    void to_trace(Reply& reply) const {
        for (SpmcEvent& event : reply.events) {
            event.handle = of_trace(event.handle);
        }
        if (auto* shared = std::get_if<Shared>(&reply.result)) {
            shared->handle = of_trace(shared->handle);
        }
    }

  private:
    struct Pair {
        uint64_t of_trace;
        uint64_t now;
    };

    uint64_t find(uint64_t handle, uint64_t Pair::*from, uint64_t Pair::*to) const {
        const auto found = std::ranges::find(pairs_, handle, from);
        return found == pairs_.end() ? handle : (*found).*to;
    }

    void translate(Registers& request) const {
        const Layout* const layout = find_layout(classify(request), Direction::request);
        if (layout != nullptr && has_field(*layout, Field::memory_handle)) {
            const uint64_t handle = now(field_value(*layout, Field::memory_handle, request));
            request.words[W4] = static_cast<uint32_t>(handle);
            request.words[W5] = static_cast<uint32_t>(handle >> 32);
        }
    }

    std::vector<Pair> pairs_;
};

/// Addresses are others each time; that one is null counts.
void forget_addresses(Said& said) {
    constexpr uint64_t any_address = 1;
    for (Asked& asked : said.asked) {
        if (auto* share = std::get_if<FfaShare>(&asked.ask); share != nullptr && share->base != 0) {
            share->base = any_address;
        }
    }
    auto* const allocated = said.reply ? std::get_if<Allocated>(&said.reply->result) : nullptr;
    if (allocated != nullptr && allocated->base != 0) {
        allocated->base = any_address;
    }
}

/// What is the same in a trace's text is the same: the owner of what is relinquished is not in it. Of a greeting, a
/// replay may differ in all: the name, say.
bool is_same(Said expected, Said seen) {
    forget_addresses(expected);
    forget_addresses(seen);
    return std::holds_alternative<Hello>(expected.command)
               ? expected.reply.has_value() == seen.reply.has_value() && expected.asked == seen.asked
               : to_text(expected) == to_text(seen);
}

/// Grants an ask as the trace has it, with the same reads and writes before.
Asked grant_again(const Ask& ask, const Asked& before, const Link& link) {
    Asked again = {ask, before.granted};
    for (const Touched& touched : before.meanwhile) {
        again.meanwhile.push_back({touched.command, say(link, touched.command)});
    }
    return again;
}

} // namespace

std::string to_text(const Said& said) {
    std::string text = to_line(said.command, BytesForm::shortened) + '\n';
    for (const Asked& asked : said.asked) {
        text += to_line(asked.ask) + '\n';
        for (const Touched& touched : asked.meanwhile) {
            text += to_text(Said{touched.command, {}, touched.reply});
        }
        text += to_line(asked.granted) + '\n';
    }
    if (said.reply) {
        for (const SpmcEvent& event : said.reply->events) {
            text += to_line(event) + '\n';
        }
        text += to_line(said.reply->result, BytesForm::shortened) + '\n';
    }
    return text;
}

std::string to_text(const Trace& trace) {
    std::string text;
    for (const Said& said : trace) {
        text += to_text(said);
    }
    return text;
}

Trace parse_trace(std::string_view text) {
    TraceReader reader;
    for (size_t number = 1; !text.empty(); ++number) {
        const size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        try {
            reader.take(line);
        } catch (const LineError& error) {
            throw TraceError(fmt::format("line {}, '{}': {}", number, excerpt(bare(line)), error.what()));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (reader.has_open_ask()) {
        throw TraceError("the trace ends after an ask without an answer");
    }
    return reader.finish();
}

std::optional<Difference> replay(const Trace& trace, const Link& link) {
    Handles handles;
    for (size_t index = 0; index < trace.size(); ++index) {
        const Said& expected = trace[index];
        Said seen = {expected.command};
        const Grant grant = [&](const Ask& ask) {
            const size_t next = seen.asked.size();
            const bool as_before = next < expected.asked.size() && expected.asked[next].ask.index() == ask.index();
            seen.asked.push_back(as_before ? grant_again(ask, expected.asked[next], link) : Asked{ask, FfaError{-8}});
            return seen.asked.back().granted;
        };
        const Command command = handles.now(expected.command);
        try {
            link({&command, 1}, grant, [&seen](Reply&& reply) { seen.reply = std::move(reply); });
        } catch (const TargetLost&) { // there is no reply
        }
        if (seen.reply && expected.reply) {
            const auto* const now = std::get_if<Shared>(&seen.reply->result);
            const auto* const then = std::get_if<Shared>(&expected.reply->result);
            if (now != nullptr && then != nullptr) {
                handles.learn(then->handle, now->handle);
            }
            handles.to_trace(*seen.reply);
        }
        if (!is_same(expected, seen)) {
            return Difference{index, expected, seen};
        }
        if (!seen.reply) {
            break; // lost, as before
        }
    }
    return std::nullopt;
}

} // namespace tsrpc::conformance
