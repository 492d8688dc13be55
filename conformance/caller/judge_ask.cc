// SPDX-License-Identifier: BSD-3-Clause
//
// What a caller asks its FF-A driver for: right frames, to the right endpoint, in the right order.
#include "conformance/caller/judge.hpp"

#include "tsrpc/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace tsrpc::conformance {
namespace {

class AskJudge {
  public:
    AskJudge(const CallerState& state, const Command& command, Findings& findings)
        : state_(state), command_(command), findings_(findings) {}

    void operator()(const PartitionIds& ask) {
        constexpr std::string_view text = TSRPC_PROTOCOL_UUID;
        require(ask.protocol == parse_uuid(text.data(), text.size()).uuid, "request.protocol_uuid",
                fmt::format("the caller looks for endpoints by UUID {}", to_text(ask.protocol).text));
    }

    void operator()(const Send& ask) {
        judge_request(ask, findings_);
        require(state_.endpoints.contains(ask.endpoint), "order.known_endpoint",
                fmt::format("the caller has not found 0x{:04x} by the protocol UUID", ask.endpoint));
        const Message message = classify(ask.request);
        require(message == Message::get_version || state_.speaks_version_1(ask.endpoint), "order.version_first",
                fmt::format("a {} request to endpoint 0x{:04x}, which has not answered version 1", tsrpc::name(message),
                            ask.endpoint));
        switch (message) {
        case Message::service_info: service_info(ask); return;
        case Message::retrieve_mem: retrieve(ask); return;
        case Message::relinquish_mem: relinquish(ask); return;
        case Message::service_call: service_call(ask); return;
        case Message::get_version:
        case Message::unknown: return;
        }
    }

    void operator()(const FfaShare& ask) {
        const bool whole =
            ask.base != 0 && ask.size != 0 && ask.size % TSRPC_PAGE_SIZE == 0 && ask.base % TSRPC_PAGE_SIZE == 0;
        require(whole, "sharing.whole_pages", fmt::format("0x{:x} bytes at 0x{:x} are shared", ask.size, ask.base));
        require(state_.speaks_version_1(ask.endpoint), "order.version_first",
                fmt::format("memory is shared with endpoint 0x{:04x}, which has not answered version 1", ask.endpoint));
        for (const auto& [handle, share] : state_.shares) {
            require(!overlap(ask.base, ask.size, share.base, share.size),
                    share.was_refused ? "sharing.refused_stays_out" : "sharing.once",
                    fmt::format("pages that are shared as 0x{:016x} are shared again", handle));
        }
    }

    void operator()(const FfaReclaim& ask) {
        const CallerShare* const share = state_.find_share(ask.handle);
        require(share != nullptr, "sharing.reclaim_handle",
                fmt::format("handle 0x{:016x} is reclaimed, but is not shared", ask.handle));
        require(share == nullptr || share->held != Retrieved::yes, "sharing.reclaim_after_relinquish",
                fmt::format("handle 0x{:016x} is reclaimed while the endpoint has the memory retrieved", ask.handle));
    }

  private:
    void service_info(const Send& ask) {
        const auto* const open = std::get_if<Open>(&command_);
        if (open == nullptr) {
            return; // to know before it is asked is custom
        }
        const Uuid uuid = (*unpack_lenient<ServiceInfoRequest>(ask.request)).service_uuid;
        require(uuid == open->service, "request.uuid_order",
                fmt::format("SERVICE_INFO asks for {}, but the user opens {}", to_text(uuid).text,
                            to_text(open->service).text));
        require(ask.endpoint == open->endpoint, "session.endpoint",
                fmt::format("SERVICE_INFO goes to 0x{:04x}, but the session is with 0x{:04x}", ask.endpoint,
                            open->endpoint));
    }

    void retrieve(const Send& ask) {
        const auto request = *unpack_lenient<RetrieveMemRequest>(ask.request);
        const CallerShare* const share = shared(ask, request.memory_handle.value());
        require(share == nullptr || share->held != Retrieved::yes, "order.retrieve_once",
                fmt::format("handle 0x{:016x} is already retrieved", request.memory_handle.value()));
        require(request.memory_tag.value() == 0, "request.tag",
                fmt::format("the tag is 0x{:016x}, but the memory is shared with tag 0", request.memory_tag.value()));
    }

    void relinquish(const Send& ask) {
        const uint64_t handle = field_value(layouts::relinquish_mem_request, Field::memory_handle, ask.request);
        const CallerShare* const share = shared(ask, handle);
        require(share == nullptr || share->held != Retrieved::no, "order.relinquish_what_is_retrieved",
                fmt::format("handle 0x{:016x} is not retrieved", handle));
    }

    /// The memory that a frame names, which must be shared with who gets the frame.
    const CallerShare* shared(const Send& ask, uint64_t handle) {
        const CallerShare* const share = state_.find_share(handle);
        require(share != nullptr, "request.handle_halves", fmt::format("nothing is shared as 0x{:016x}", handle));
        require(
            share == nullptr || share->endpoint == ask.endpoint, "sharing.endpoint",
            fmt::format("endpoint 0x{:04x} gets handle 0x{:016x}, which is shared with another", ask.endpoint, handle));
        return share;
    }

    void service_call(const Send& ask) {
        const auto* const invoke = std::get_if<Invoke>(&command_);
        require(invoke != nullptr, "order.calls_as_told", "a service call that nobody asked for");
        if (invoke == nullptr) {
            return;
        }
        const Session* const session = state_.find_session(invoke->session);
        require(session != nullptr, "session.closed", "a service call on a session that is closed");
        const auto call = *unpack_lenient<ServiceCallRequest>(ask.request);
        require(
            call.opcode.value() == invoke->opcode, "request.opcode",
            fmt::format("opcode 0x{:04x} is sent, but the user calls 0x{:04x}", call.opcode.value(), invoke->opcode));
        if (session != nullptr) {
            in_session(ask, *session, call);
        }
        if (invoke->memory == 0) {
            doorbell(call);
        } else {
            with_memory(ask, *invoke, call, session);
        }
    }

    void in_session(const Send& ask, const Session& session, const ServiceCallRequest& call) {
        require(ask.endpoint == session.endpoint, "session.endpoint",
                fmt::format("the call goes to endpoint 0x{:04x}, but the session is with 0x{:04x}", ask.endpoint,
                            session.endpoint));
        const auto id = state_.interface_ids.find({session.endpoint, session.service});
        if (id != state_.interface_ids.end()) {
            const bool is_given = std::ranges::any_of(
                id->second, [&call](uint32_t given) { return (given & 0xff) == call.interface_id.value(); });
            require(is_given, "request.service_interface",
                    fmt::format("interface id 0x{:02x} is called, but SERVICE_INFO gave 0x{:02x}",
                                call.interface_id.value(), fmt::join(id->second, ", 0x")));
        }
    }

    void doorbell(const ServiceCallRequest& call) {
        require(call.memory_handle.value() == TSRPC_INVALID_MEMORY_HANDLE, "request.doorbell",
                fmt::format("a call without memory has handle 0x{:016x}", call.memory_handle.value()));
    }

    void with_memory(const Send& ask, const Invoke& invoke, const ServiceCallRequest& call, const Session* session) {
        const Memory* const memory = state_.find_memory(invoke.memory);
        require(memory != nullptr, "sharing.freed", "a service call with memory that was freed");
        if (memory == nullptr) {
            return;
        }
        require(session == nullptr || memory->endpoint == session->endpoint, "sharing.endpoint",
                "a service call with memory of another endpoint");
        require(invoke.request_length <= memory->size, "request.length_in_memory",
                fmt::format("a request of 0x{:x} bytes in memory of 0x{:x}", invoke.request_length, memory->size));
        require(call.request_length.value() == invoke.request_length, "request.length",
                fmt::format("request length 0x{:x} is sent, but the user gave 0x{:x}", call.request_length.value(),
                            invoke.request_length));
        const CallerShare* const share = shared(ask, call.memory_handle.value());
        if (share != nullptr) {
            require(share->held != Retrieved::no, "order.share_then_retrieve",
                    fmt::format("a call with handle 0x{:016x}, which is not retrieved", call.memory_handle.value()));
            require(call.request_length.value() <= share->size, "request.length_in_memory",
                    fmt::format("a request of 0x{:x} bytes in shared memory of 0x{:x}", call.request_length.value(),
                                share->size));
        }
    }

    void require(bool ok, std::string_view requirement, const std::string& detail) {
        if (!ok) {
            findings_.push_back({requirement, Evidence::spmc, detail, {}});
        }
    }

    const CallerState& state_;
    const Command& command_;
    Findings& findings_;
};

} // namespace

void judge_ask(const CallerState& state, const Command& command, const Ask& ask, Findings& findings) {
    AskJudge judge(state, command, findings);
    std::visit(judge, ask);
}

} // namespace tsrpc::conformance
