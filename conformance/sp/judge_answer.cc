// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/judge.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

RpcStatus status_of(const Registers& response) { return static_cast<RpcStatus>(static_cast<int32_t>(response[W4])); }

class AnswerJudge {
  public:
    AnswerJudge(const SpState& state, const Call& call, const Registers& response, const std::vector<SpmcEvent>& events,
                Findings& findings)
        : state_(state), call_(call), response_(response), events_(events), findings_(findings),
          message_(classify(call.request)), expected_(expect(state, call.sender, call.request)) {}

    void judge() {
        if (message_ == Message::get_version) {
            judge_version();
            return;
        }
        judge_status();
        switch (message_) {
        case Message::unknown: judge_rest_zero(); break;
        case Message::service_info: judge_service_info(); break;
        case Message::service_call: judge_call(); break;
        default: break;
        }
    }

  private:
    void find(std::string_view requirement, Evidence evidence, std::string detail) {
        findings_.push_back({requirement, evidence, std::move(detail), {}});
    }

    /// One register that must have a value.
    void require_register(Register reg, uint32_t expected, std::string_view requirement, std::string_view what) {
        if (response_[reg] != expected) {
            findings_.push_back({requirement, Evidence::bits,
                                 fmt::format("{} is {:08x}, expected {:08x}", what, response_[reg], expected),
                                 WrongBits{reg, ~uint32_t{0}, expected, response_[reg]}});
        }
    }

    void judge_version() {
        require_register(W4, TSRPC_PROTOCOL_VERSION, "version.answer", "W4 of GET_VERSION, the protocol version,");
    }

    void judge_status() {
        const RpcStatus status = status_of(response_);
        const bool succeeded = status == RpcStatus::success;
        if (expected_.answer == Answer::success && !succeeded) {
            find(expected_.answer_by, Evidence::status,
                 fmt::format("RPC status is {}, expected SUCCESS: {}", describe(status), expected_.because));
        } else if (expected_.answer == Answer::refusal && succeeded) {
            find(expected_.answer_by, Evidence::status,
                 fmt::format("RPC status is SUCCESS, expected a refusal: {}", expected_.because));
        }
        if (!succeeded) {
            judge_refusal(status);
        }
    }

    /// Which status a refusal has is a SHOULD.
    void judge_refusal(RpcStatus status) {
        if (tsrpc::name(status) == nullptr) {
            find("management.status_defined", Evidence::status,
                 fmt::format("RPC status {} is not defined", static_cast<int32_t>(status)));
        }
        require_status(status, expected_.status, expected_.status_by);
        if (expected_.answer == Answer::success || expected_.status) {
            return; // the wrong refusal has no right status, and no refusal has two
        }
        const bool spmc_refused =
            std::ranges::any_of(events_, [](const SpmcEvent& event) { return event.result != 0; });
        if (message_ == Message::retrieve_mem && spmc_refused) {
            require_status(status, RpcStatus::transport_layer, "memory.refused_retrieve_status");
        } else if (message_ == Message::relinquish_mem && spmc_refused) {
            require_status(status, RpcStatus::transport_layer, "memory.refused_relinquish_status");
        } else if (message_ == Message::retrieve_mem && is_full()) {
            require_status(status, RpcStatus::not_found, "exhaustion.status");
        }
    }

    /// Whether memory of one page, which could be retrieved, was refused with so many held that there is no slot.
    bool is_full() const {
        const RegionState* const region =
            state_.find(field_value(layouts::retrieve_mem_request, Field::memory_handle, call_.request));
        return expected_.answer == Answer::open && region != nullptr && region->held == Held::no &&
               region->size == TSRPC_PAGE_SIZE && events_.empty() && state_.target.shows_events &&
               state_.held_regions() > 0;
    }

    void require_status(RpcStatus status, std::optional<RpcStatus> expected, std::string_view requirement) {
        if (expected && status != *expected) {
            find(requirement, Evidence::status,
                 fmt::format("RPC status is {}, expected {}", describe(status), describe(*expected)));
        }
    }

    void judge_rest_zero() {
        for (const Register reg : {W5, W6, W7}) {
            require_register(reg, 0, "management.unknown_opcode_rest_zero",
                             fmt::format("{} of the response to an unknown opcode", tsrpc::name(reg)));
        }
    }

    void judge_service_info() {
        const auto id = static_cast<uint8_t>(response_[W5]);
        const Uuid uuid = (*unpack_lenient<ServiceInfoRequest>(call_.request)).service_uuid;
        if (status_of(response_) != RpcStatus::success) {
            if (id != 0) {
                find("service_info.unknown_uuid_interface_id", Evidence::bits,
                     fmt::format("the interface id is 0x{:02x} in a response without SUCCESS, expected 0", id));
            }
            return;
        }
        const HostedService* const before = state_.find_service(uuid);
        if (before != nullptr && before->interface_id.value() != id) {
            find("service_info.stable", Evidence::bits,
                 fmt::format("the interface id is 0x{:02x}, but it was 0x{:02x} before", id,
                             before->interface_id.value()));
        }
        const HostedService* const other = state_.find_service(id);
        if (other != nullptr && other->uuid != uuid) {
            find("service_info.distinct", Evidence::bits,
                 fmt::format("interface id 0x{:02x} is also that of {}", id, to_text(other->uuid).text));
        }
    }

    void judge_call() {
        const bool succeeded = status_of(response_) == RpcStatus::success;
        if (!succeeded) {
            require_register(W5, 0, "call.error_registers_zero", "the service status after an RPC error");
            require_register(W6, 0, "call.error_registers_zero", "the response length after an RPC error");
            return;
        }
        if (expected_.answer == Answer::success && expected_.served) {
            const Served& served = *expected_.served;
            const std::string of = served.profile_call.empty() ? "" : " of " + served.profile_call;
            require_register(W5, served.service_status, "call.service_status", "the service status" + of);
            if (served.response_length) {
                require_register(W6, *served.response_length, "call.response_length", "the response length" + of);
                return;
            }
        }
        const uint64_t handle = field_value(layouts::service_call_request, Field::memory_handle, call_.request);
        const RegionState* const region = state_.held_by(call_.sender, handle);
        const uint64_t size = region == nullptr ? 0 : region->size;
        if (response_[W6] > size && expected_.answer != Answer::refusal &&
            (region != nullptr || handle == TSRPC_INVALID_MEMORY_HANDLE)) {
            find("call.response_length", Evidence::bits,
                 fmt::format("the response length is {}, but the memory has {} bytes", response_[W6], size));
        }
    }

    const SpState& state_;
    const Call& call_;
    const Registers& response_;
    const std::vector<SpmcEvent>& events_;
    Findings& findings_;
    Message message_;
    Expected expected_;
};

} // namespace

std::string describe(RpcStatus status) {
    const char* const known = tsrpc::name(status);
    return known ? fmt::format("{} ({})", static_cast<int32_t>(status), known)
                 : fmt::format("{}", static_cast<int32_t>(status));
}

void judge_answer(const SpState& state, const Call& call, const Registers& response,
                  const std::vector<SpmcEvent>& events, Findings& findings) {
    AnswerJudge(state, call, response, events, findings).judge();
}

} // namespace tsrpc::conformance
