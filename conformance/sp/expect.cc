// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/expect.hpp"

#include "conformance/sp/profile_call.hpp"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

Expected success(std::string_view by, std::string_view because) {
    return {.answer = Answer::success, .answer_by = by, .because = because};
}

Expected refusal(std::string_view by, std::string_view because) {
    return {.answer = Answer::refusal,
            .answer_by = by,
            .because = because,
            .spoiled_own = by,
            .spoiled_other = "isolation.interleaved"};
}

Expected refusal(std::string_view by, std::string_view because, RpcStatus status, std::string_view status_by) {
    Expected expected = refusal(by, because);
    expected.status = status;
    expected.status_by = status_by;
    return expected;
}

/// Whether the SP must have room for one region more, of that size, by what was measured.
bool must_fit(const SpState& state, uint16_t sender, uint64_t size) {
    const uint64_t pages = size / TSRPC_PAGE_SIZE;
    const size_t held = state.held_regions();
    if (held == 0 && pages == 1) { // one that takes no memory at all is told so once, by memory.retrieve
        return !state.capacity || state.capacity->regions > 0;
    }
    if (!state.capacity || pages > state.capacity->pages_of_region) {
        return false;
    }
    if (held > state.held_regions(sender) && !state.capacity->beside_others) {
        return false;
    }
    const uint64_t all_pages = std::max<uint64_t>(state.capacity->regions_of_caller, state.capacity->pages_of_region);
    return held == 0 || (state.held_regions(sender) < state.capacity->regions_of_caller &&
                         held < state.capacity->regions && state.held_pages() + pages <= all_pages);
}

Expected expect_service_info(const SpState& state, const Registers& request) {
    const auto info = unpack_lenient<ServiceInfoRequest>(request);
    const Uuid uuid = (*info).service_uuid;
    if (state.find_service(uuid) != nullptr) {
        return success("service_info.hosted", "the service was found before");
    }
    if (std::ranges::find(state.promised, uuid) != state.promised.end()) {
        return success("service_info.hosted", "--service or --profile says that it is hosted");
    }
    Expected expected;
    expected.status = RpcStatus::not_found;
    expected.status_by = "service_info.unknown_uuid_status";
    if (const std::string_view by = unhosted_by(uuid); !by.empty()) {
        expected.answer = Answer::refusal;
        expected.answer_by = by;
        expected.because = "no SP hosts that UUID";
    } else if (state.not_found.contains(key_of(uuid))) {
        expected.answer = Answer::refusal;
        expected.answer_by = "service_info.any_time";
        expected.because = "the service was not found before";
    }
    return expected;
}

Expected expect_retrieve(const SpState& state, uint16_t sender, const RetrieveMemRequest& request) {
    constexpr std::string_view refused = "memory.refused_retrieve";
    const RegionState* const region = state.find(request.memory_handle.value());
    Expected expected;
    if (region == nullptr) {
        expected = refusal(refused, "nothing is shared under that handle");
    } else if (region->owner != sender) {
        expected = refusal("isolation.foreign_retrieve", "the memory is another caller's");
    } else if (region->held != Held::no) {
        // What a second retrieve does is open.
    } else if (region->tag != request.memory_tag.value()) {
        expected = refusal(refused, "the memory is shared with another tag");
    } else if (state.is_refused(SpmcOperation::retrieve)) {
        expected = refusal(refused, "the SPMC refuses");
    } else if (must_fit(state, sender, region->size)) {
        expected = success("memory.retrieve", "the memory is shared, and there is room for it");
    }
    expected.spoiled_own = "memory.contents_kept";
    expected.spoiled_other = "isolation.separate_release";
    return expected;
}

Expected expect_relinquish(const SpState& state, uint16_t sender, const RelinquishMemRequest& request) {
    const RegionState* const region = state.find(request.memory_handle.value());
    Expected expected;
    const bool is_own = region != nullptr && region->owner == sender;
    if (is_own && (region->held == Held::open || (region->counted && state.is_refused(SpmcOperation::relinquish)))) {
        // Not known: one that counts may not even ask the SPMC.
    } else if (region != nullptr && region->owner != sender && region->held != Held::no) {
        expected = refusal("isolation.foreign_relinquish", "the memory is another caller's", RpcStatus::not_found,
                           "isolation.foreign_relinquish_status");
    } else if (region == nullptr || region->held == Held::no || region->owner != sender) {
        expected = refusal("memory.relinquish_unknown", "the memory is not retrieved", RpcStatus::not_found,
                           "memory.relinquish_unknown_status");
    } else if (state.is_refused(SpmcOperation::relinquish)) {
        expected = refusal("memory.refused_relinquish", "the SPMC refuses");
    } else {
        expected = success("memory.relinquish", "the memory is retrieved");
    }
    expected.spoiled_own = "memory.contents_kept";
    expected.spoiled_other = "isolation.separate_release";
    return expected;
}

/// A call whose answer the profile says.
Expected expect_profile_call(const ProfileCall& call) {
    Expected expected = success(call.doorbell ? "call.doorbell" : "call.success", "the profile says so");
    expected.served = Served{.service_status = call.service_status,
                             .response_length = call.response_length,
                             .written = call.response.value_or(std::vector<uint8_t>{}),
                             .profile_call = describe(call)};
    return expected;
}

/// A call that the endpoint finds in order.
Expected expect_served(const SpState& state, uint16_t sender, const ServiceCallRequest& call,
                       const RegionState* region) {
    const HostedService* const service = state.find_service(call.interface_id.value());
    if (service == nullptr) {
        return {};
    }
    const std::span<const uint8_t> content = region == nullptr || !region->kept
                                                 ? std::span<const uint8_t>{}
                                                 : std::span<const uint8_t>(region->content).first(region->certain);
    const auto instance = test_service_instance(service->uuid);
    if (!instance) {
        const ProfileCall* const known = find_call(state.profile, service->uuid, call, content, region == nullptr);
        return known == nullptr ? Expected{} : expect_profile_call(*known);
    }
    const std::optional<Served> served = serve(*instance, sender, call, content, region == nullptr ? 0 : region->size);
    if (!served) {
        return {};
    }
    if (!served->ok) {
        return refusal(served->refused_by, "the service refuses it", RpcStatus::invalid_value, "call.refusal_status");
    }
    Expected expected = region == nullptr ? success("call.doorbell", "the test service serves it")
                                          : success("call.success", "the test service serves it");
    expected.served = served;
    return expected;
}

Expected expect_call(const SpState& state, uint16_t sender, const ServiceCallRequest& call) {
    const uint64_t handle = call.memory_handle.value();
    // Of an interface id that no service has the status is another.
    const bool is_assigned = state.find_service(call.interface_id.value()) != nullptr;
    if (handle == TSRPC_INVALID_MEMORY_HANDLE) {
        return call.request_length.value() > 0 ? refusal("call.doorbell_with_length", "a doorbell has size 0",
                                                         RpcStatus::invalid_value, "call.doorbell_with_length")
                                               : expect_served(state, sender, call, nullptr);
    }
    const RegionState* const region = state.find(handle);
    Expected expected;
    if (region != nullptr && region->owner != sender && region->held != Held::no) {
        expected = refusal("isolation.foreign_call", "the memory is another caller's", RpcStatus::not_found,
                           "isolation.foreign_call_status");
    } else if (region == nullptr || region->owner != sender || region->held == Held::no) {
        const bool was_held = state.relinquished.contains({sender, handle});
        expected = refusal(was_held ? "call.relinquished_handle" : "call.unknown_handle",
                           was_held ? "the memory was relinquished" : "the memory is not retrieved",
                           RpcStatus::not_found, "call.unknown_handle_status");
    } else if (region->held == Held::open) {
        return {};
    } else if (call.request_length.value() > region->size) {
        expected = refusal("call.length_over_memory", "the request is longer than the memory", RpcStatus::invalid_value,
                           "call.length_over_memory_status");
    } else {
        return expect_served(state, sender, call, region);
    }
    if (!is_assigned) {
        expected.status.reset();
    }
    return expected;
}

} // namespace

bool is_version_1(const Registers& request) {
    const Inspection inspection = inspect_request(request);
    return std::ranges::all_of(inspection.violations, [&](const Violation& violation) {
        // A doorbell with a length is a request like others, and so is an opcode that no message has.
        return violation.field == Field::request_length ||
               (inspection.message == Message::unknown && violation.field == Field::opcode);
    });
}

Expected expect(const SpState& state, uint16_t sender, const Registers& request) {
    if (!is_version_1(request)) {
        return {};
    }
    switch (classify(request)) {
    case Message::unknown:
        return refusal("management.unknown_opcode", "no management call of version 1 has this opcode",
                       RpcStatus::invalid_value, "management.unknown_opcode_status");
    case Message::service_info: return expect_service_info(state, request);
    case Message::retrieve_mem: return expect_retrieve(state, sender, *unpack_lenient<RetrieveMemRequest>(request));
    case Message::relinquish_mem:
        return expect_relinquish(state, sender, *unpack_lenient<RelinquishMemRequest>(request));
    case Message::service_call: return expect_call(state, sender, *unpack_lenient<ServiceCallRequest>(request));
    case Message::get_version: break;
    }
    return {};
}

} // namespace tsrpc::conformance
