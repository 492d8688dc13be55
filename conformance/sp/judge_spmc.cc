// SPDX-License-Identifier: BSD-3-Clause
//
// The SPMC is asked for what a request names, once, and for nothing else; the RPC status says how that went.
#include "conformance/sp/judge.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

std::string describe(const SpmcEvent& event) {
    const std::string result = event.result == 0 ? "done" : fmt::format("refused with FF-A error {}", event.result);
    return event.operation == SpmcOperation::retrieve
               ? fmt::format("retrieve for 0x{:04x} of handle 0x{:016x} with tag 0x{:016x}, {}", event.sender_id,
                             event.handle, event.tag, result)
               : fmt::format("relinquish of handle 0x{:016x}, {}", event.handle, result);
}

class SpmcJudge {
  public:
    SpmcJudge(const SpState& state, const Call& call, const Registers& response, const std::vector<SpmcEvent>& events,
              Findings& findings)
        : state_(state), call_(call), succeeded_(response[W4] == TSRPC_RPC_SUCCESS), events_(events),
          findings_(findings) {}

    void judge_retrieve(const RetrieveMemRequest& request) {
        int held = 0;
        bool refused = false;
        for (const SpmcEvent& event : events_) {
            require(event.handle == request.memory_handle.value(), "memory.retrieve_handle", "another handle", event);
            if (event.operation == SpmcOperation::retrieve) {
                require(event.tag == request.memory_tag.value(), "memory.retrieve_tag", "another tag", event);
                require(event.sender_id == call_.sender, "memory.retrieve_sender", "another sender", event);
                require(held == 0, "memory.retrieve", "retrieved before, in the same request", event);
            }
            refused = refused || event.result != 0;
            held += event.result != 0 ? 0 : event.operation == SpmcOperation::retrieve ? 1 : -1;
        }
        const RegionState* const region = state_.find(request.memory_handle.value());
        if (region != nullptr && region->held != Held::no) {
            // What a second retrieve does is open, but not that a refusal is none.
            require(!succeeded_ || !refused || held > 0 || !state_.is_refused(SpmcOperation::retrieve),
                    "memory.refused_retrieve", "RPC status is SUCCESS, but the SPMC refused");
            return;
        }
        if (!succeeded_) {
            require(held == 0, "exhaustion.refused_cleanly",
                    "RPC status is not SUCCESS, but the memory stays retrieved at the SPMC");
        } else if (held != 1) {
            require(false, refused ? "memory.refused_retrieve" : "memory.retrieve",
                    refused ? "RPC status is SUCCESS, but the SPMC refused"
                            : fmt::format("RPC status is SUCCESS, but the SP retrieved {} times at the SPMC", held));
        }
    }

    void judge_relinquish(const RelinquishMemRequest& request) {
        const RegionState* const region = state_.find(request.memory_handle.value());
        const bool foreign = region != nullptr && region->owner != call_.sender;
        const bool may_hold = region != nullptr && !foreign && region->held != Held::no;
        int done = 0;
        for (const SpmcEvent& event : events_) {
            require(event.operation == SpmcOperation::relinquish, "memory.relinquish", "RELINQ_MEM retrieves", event);
            require(event.handle == request.memory_handle.value(), "memory.relinquish_handle", "another handle", event);
            require(may_hold, foreign ? "isolation.foreign_relinquish" : "memory.relinquish_unknown",
                    "RELINQ_MEM of memory that the sender has not retrieved makes the SP call the SPMC", event);
            require(done == 0, "memory.relinquish", "relinquished before, in the same request", event);
            done += event.result == 0;
        }
        if (succeeded_ && done != 1 && may_hold && !region->counted) {
            require(false, events_.empty() ? "memory.relinquish" : "memory.refused_relinquish",
                    events_.empty() ? "RPC status is SUCCESS, but the SP relinquished nothing at the SPMC"
                                    : "RPC status is SUCCESS, but the SPMC refused");
        }
        if (!succeeded_ && done != 0 && may_hold) {
            require(false, "memory.relinquish", "RPC status is not SUCCESS, but the SP relinquished the memory");
        }
    }

    void judge_other(Message message) {
        for (const SpmcEvent& event : events_) {
            const bool retrieves = event.operation == SpmcOperation::retrieve;
            require(false, retrieves ? "memory.retrieve" : "memory.held_until_relinquished",
                    fmt::format("a {} request makes the SP call the SPMC", tsrpc::name(message)), event);
        }
    }

  private:
    void require(bool ok, std::string_view requirement, std::string_view what) {
        if (!ok) {
            findings_.push_back({requirement, Evidence::spmc, std::string(what), {}});
        }
    }
    void require(bool ok, std::string_view requirement, std::string_view what, const SpmcEvent& event) {
        if (!ok) {
            require(false, requirement, fmt::format("{}: {}", what, describe(event)));
        }
    }

    const SpState& state_;
    const Call& call_;
    bool succeeded_;
    const std::vector<SpmcEvent>& events_;
    Findings& findings_;
};

} // namespace

void judge_spmc(const SpState& state, const Call& call, const Registers& response, const std::vector<SpmcEvent>& events,
                Findings& findings) {
    SpmcJudge judge(state, call, response, events, findings);
    const Message message = classify(call.request);
    if (message == Message::retrieve_mem) {
        judge.judge_retrieve(*unpack_lenient<RetrieveMemRequest>(call.request));
    } else if (message == Message::relinquish_mem) {
        judge.judge_relinquish(*unpack_lenient<RelinquishMemRequest>(call.request));
    } else {
        judge.judge_other(message);
    }
}

} // namespace tsrpc::conformance
