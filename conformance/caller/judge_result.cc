// SPDX-License-Identifier: BSD-3-Clause
//
// What a caller makes of answers: success where there was one, and nowhere else.
#include "conformance/caller/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tsrpc::conformance {
namespace {

bool has_failed(const Result& result) { return std::holds_alternative<Failed>(result); }

class ResultJudge {
  public:
    ResultJudge(const CallerState& state, const Said& said, Findings& findings)
        : state_(state), said_(said), result_(said.reply->result), findings_(findings) {}

    void outputs() {
        const auto* const failed = std::get_if<Failed>(&result_);
        require(failed == nullptr || !failed->wrote, "result.outputs_on_success",
                "a function that failed has written to its outputs");
    }

    void operator()(const Open& command) {
        const auto* const opened = std::get_if<Opened>(&result_);
        if (opened == nullptr) {
            return;
        }
        const auto id = state_.interface_ids.find({command.endpoint, to_text(command.service).text});
        const Asked* const last = last_asked(Message::service_info);
        if (last != nullptr && !has_succeeded(Message::service_info)) {
            require(false, std::holds_alternative<FfaError>(last->granted) ? "result.ffa_error" : "result.rpc_error",
                    "a session is opened, though SERVICE_INFO failed");
        } else {
            require(id != state_.interface_ids.end(), "session.needs_service",
                    "a session is opened with a service that SERVICE_INFO has not found");
        }
        require(state_.find_session(opened->session) == nullptr, "session.distinct",
                fmt::format("the new session has the id of another, {}", opened->session));
    }

    void operator()(const Close& command) {
        require(state_.find_session(command.session) != nullptr || has_failed(result_), "session.closed",
                "a closed session is closed again");
    }

    void operator()(const Alloc& command) {
        const auto* const allocated = std::get_if<Allocated>(&result_);
        if (allocated == nullptr) {
            return;
        }
        require(state_.find_session(command.session) != nullptr, "session.closed",
                "memory is allocated on a closed session");
        require(command.size != 0, "sharing.sizes", "memory of 0 bytes is allocated");
        require(allocated->memory != 0 && allocated->base != 0 && allocated->size >= command.size, "sharing.outputs",
                fmt::format("the user asks for 0x{:x} bytes and gets memory {}, base 0x{:x}, size 0x{:x}", command.size,
                            allocated->memory, allocated->base, allocated->size));
        for (const auto& [id, memory] : state_.memories) {
            require(memory.may_be_gone || (id != allocated->memory &&
                                           !overlap(allocated->base, allocated->size, memory.base, memory.size)),
                    "sharing.distinct", fmt::format("the new memory is, or overlaps, memory {}", id));
        }
        for (const auto& [handle, share] : state_.shares) {
            require(!share.was_refused || !overlap(allocated->base, allocated->size, share.base, share.size),
                    "sharing.refused_stays_out",
                    fmt::format("the new memory has pages of handle 0x{:016x}, which was never given back", handle));
        }
        const Asked* const last = last_asked(Message::retrieve_mem);
        if (last != nullptr && rpc_status(last->granted) != RpcStatus::success) {
            require(false, std::holds_alternative<FfaError>(last->granted) ? "result.ffa_error" : "result.rpc_error",
                    "memory is allocated, though RETRIEVE_MEM failed");
        }
    }

    void operator()(const Free& command) {
        require(state_.find_memory(command.memory) != nullptr || has_failed(result_), "sharing.freed",
                "freed memory is freed again");
        const Asked* const last = last_asked(Message::relinquish_mem);
        if (last != nullptr && rpc_status(last->granted) != RpcStatus::success) {
            require(has_failed(result_),
                    std::holds_alternative<FfaError>(last->granted) ? "result.ffa_error" : "result.rpc_error",
                    "memory is reported as freed, though RELINQ_MEM failed");
        }
    }

    void operator()(const Invoke& command) {
        one_call();
        const Asked* const last = last_asked(Message::service_call);
        const auto* const invoked = std::get_if<Invoked>(&result_);
        if (last == nullptr) {
            require(invoked == nullptr, "order.calls_as_told", "a call is reported as done, but none was sent");
        } else if (const auto* const response = std::get_if<Response>(&last->granted)) {
            answered(command, std::get<Send>(last->ask).request, response->words, invoked);
        } else {
            require(invoked == nullptr, "result.ffa_error", "a call is reported as done, though FF-A failed");
        }
    }

    /// Nothing stays shared that could have been given back.
    void operator()(const Bye&) {
        for (const auto& [handle, share] : state_.shares) {
            require(share.was_refused || share.caller != state_.caller, "cleanup.destroy",
                    fmt::format("handle 0x{:016x} stays shared after destroy", handle));
        }
    }

    template <class C>
    void operator()(const C&) {}

  private:
    /// The last request of that kind in this command, and what it got; or null.
    const Asked* last_asked(Message message) const {
        const Asked* last = nullptr;
        for (const Asked& asked : said_.asked) {
            last = is_request(asked.ask, message) ? &asked : last;
        }
        return last;
    }

    bool has_succeeded(Message message) const {
        return std::ranges::any_of(said_.asked, [message](const Asked& asked) {
            return is_request(asked.ask, message) && rpc_status(asked.granted) == RpcStatus::success;
        });
    }

    /// A call that may have been delivered is not sent again.
    void one_call() {
        bool delivered = false;
        for (const Asked& asked : said_.asked) {
            if (is_request(asked.ask, Message::service_call)) {
                require(!delivered, "order.one_call", "a call that may have been delivered is sent again");
                delivered = delivered || !was_not_delivered(asked.granted);
            }
        }
    }

    void answered(const Invoke& command, const Registers& request, const Registers& response, const Invoked* invoked) {
        const Memory* const memory = state_.find_memory(command.memory);
        const uint64_t room = memory == nullptr ? 0 : memory->size;
        if (static_cast<int32_t>(response[W4]) != TSRPC_RPC_SUCCESS) {
            require(
                invoked == nullptr, "result.rpc_error",
                fmt::format("a call is reported as done, but RPC status is {}", static_cast<int32_t>(response[W4])));
        } else if (response[W6] > room) {
            require(
                invoked == nullptr, "result.response_over_memory",
                fmt::format("the user gets a response of 0x{:x} bytes, but the memory has 0x{:x}", response[W6], room));
        } else if (invoked == nullptr) {
            require(!inspect_response(response, request).violations.empty(), "result.serves",
                    "a call that was served is reported as failed");
        } else {
            require(invoked->service_status == response[W5], "result.service_status",
                    fmt::format("the user gets service status 0x{:08x}, but the endpoint sent 0x{:08x}",
                                invoked->service_status, response[W5]));
            require(invoked->response_length == response[W6], "result.response_length",
                    fmt::format("the user gets response length 0x{:x}, but the endpoint sent 0x{:x}",
                                invoked->response_length, response[W6]));
        }
    }

    void require(bool ok, std::string_view requirement, const std::string& detail) {
        if (!ok) {
            findings_.push_back({requirement, Evidence::status, detail, {}});
        }
    }

    const CallerState& state_;
    const Said& said_;
    const Result& result_;
    Findings& findings_;
};

} // namespace

void judge_result(const CallerState& state, const Said& said, Findings& findings) {
    ResultJudge judge(state, said, findings);
    judge.outputs();
    std::visit(judge, said.command);
}

} // namespace tsrpc::conformance
