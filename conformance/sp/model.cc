// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/model.hpp"

#include "conformance/sp/test_service_calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace tsrpc::conformance {
namespace {

constexpr uint16_t callers[] = {caller_a, caller_b, 0x8765};
constexpr size_t most_regions = 24;

uint16_t sender_of(const Step& step) { return callers[step.sender % std::size(callers)]; }

Step::Kind kind_of(const Step& step) { return static_cast<Step::Kind>(step.kind % Step::kinds); }

} // namespace

Model::Model(Run& run, size_t slots) : slots_(slots), service_(run.find_service(test_service_uuid())) {}

/// At least one for each region.
uint64_t Model::retrieved_pages() const {
    uint64_t pages = 0;
    for (const Region& region : regions_) {
        pages += region.state == State::retrieved ? region.memory.size / TSRPC_PAGE_SIZE : 0;
    }
    return pages;
}

bool Model::has_memory_of_others(uint16_t sender) const {
    return std::ranges::any_of(regions_, [sender](const Region& region) {
        return region.state == State::retrieved && region.memory.owner != sender;
    });
}

Model::Region* Model::pick_region(const Step& step) {
    return regions_.empty() ? nullptr : &regions_[step.region % regions_.size()];
}

Model::Region* Model::find_region(uint64_t handle) {
    const auto region = std::ranges::find_if(regions_, [&](const Region& r) { return r.memory.handle == handle; });
    return region == regions_.end() ? nullptr : &*region;
}

uint64_t Model::handle(uint8_t region) const {
    return regions_.empty() ? TSRPC_INVALID_MEMORY_HANDLE : regions_[region % regions_.size()].memory.handle;
}

void Model::perform(Run& run, const Step& step) {
    const uint16_t sender = sender_of(step);
    Region* const region = pick_region(step);
    switch (kind_of(step)) {
    case Step::Kind::get_version:
        run.require(run.get_version(sender) == TSRPC_PROTOCOL_VERSION, "version.always_available",
                    "GET_VERSION does not answer 1");
        return;
    case Step::Kind::service_info: service_info(run, sender, step); return;
    case Step::Kind::share: share(run, sender, step); return;
    case Step::Kind::doorbell: doorbell(run, sender, step.number); return;
    case Step::Kind::unknown_opcode: {
        const uint32_t opcode = std::max<uint32_t>(step.number, TSRPC_OPCODE_SERVICE_INFO + 1);
        const Registers response = run.request(sender, {{TSRPC_CONTROL_INTERFACE_ID_MASK | opcode, 0, 0, 0, 0}});
        run.require(response[W4] != 0, "management.unknown_opcode", "an unknown opcode's RPC status is SUCCESS");
        return;
    }
    default: break;
    }
    if (region == nullptr) {
        return;
    }
    switch (kind_of(step)) {
    case Step::Kind::reclaim: reclaim(run, *region); return;
    case Step::Kind::retrieve: retrieve(run, sender, *region); return;
    case Step::Kind::refused_retrieve: refused_retrieve(run, *region); return;
    case Step::Kind::relinquish: relinquish(run, sender, *region); return;
    case Step::Kind::refused_relinquish: refused_relinquish(run, *region); return;
    default: call(run, sender, *region, step.number); return;
    }
}

void Model::perform(Run& run, uint16_t sender, const Registers& words) {
    const Layout& layout = layouts::retrieve_mem_request; // RELINQ_MEM has its handle in the same place
    const uint64_t tag = field_value(layout, Field::memory_tag, words);
    const bool is_retrieve = classify(words) == Message::retrieve_mem;
    const bool is_relinquish = classify(words) == Message::relinquish_mem;
    Region* const region =
        is_retrieve || is_relinquish ? find_region(field_value(layout, Field::memory_handle, words)) : nullptr;
    if (is_retrieve && region && region->state == State::retrieved) {
        return; // what a second retrieve does is open
    }
    if (!inspect_request(words).violations.empty()) {
        run.request_anything(sender, words);
        take_over(run.spmc_events());
    } else if (is_retrieve && region && region->memory.tag == tag) {
        retrieve(run, sender, *region);
    } else if (is_relinquish && region) {
        relinquish(run, sender, *region);
    } else {
        const bool succeeded = run.request(sender, words)[W4] == TSRPC_RPC_SUCCESS;
        run.require(!is_retrieve || !succeeded, "memory.refused_retrieve",
                    "RETRIEVE_MEM of what was never shared, or with another tag: RPC status is SUCCESS");
        run.require(!is_relinquish || !succeeded, "memory.relinquish_unknown",
                    "RELINQ_MEM of what was never shared: RPC status is SUCCESS");
    }
}

/// The SP was free to do this.
void Model::take_over(const std::vector<SpmcEvent>& events) {
    for (const SpmcEvent& event : events) {
        Region* const region = find_region(event.handle);
        if (region && event.result == 0) {
            region->state = event.operation == SpmcOperation::retrieve ? State::retrieved : State::shared;
        }
    }
}

void Model::service_info(Run& run, uint16_t sender, const Step& step) const {
    Uuid uuid = {};
    const bool hosted = service_ && step.number % 2 == 0;
    if (hosted) {
        uuid = service_->uuid;
    }
    const RpcStatus status = run.service_info(sender, uuid);
    if (!hosted) {
        run.require(status != RpcStatus::success, "service_info.unknown_uuid", "the nil UUID is hosted");
        return;
    }
    run.require(status == RpcStatus::success, "service_info.hosted",
                fmt::format("a hosted service: RPC status is {}", describe(status)));
    run.require(static_cast<uint8_t>(run.response()[W5]) == service_->interface_id.value(), "service_info.stable",
                "the interface id has changed");
}

void Model::share(Run& run, uint16_t sender, const Step& step) {
    if (regions_.size() < most_regions) {
        const uint64_t tag = step.number % 3 == 0 ? 0 : step.number * uint64_t{0x0001000100010001};
        regions_.push_back({run.share(sender, 1 + step.number % 2, tag), State::shared});
    }
}

void Model::reclaim(Run& run, Region& region) const {
    if (region.state == State::shared) {
        run.reclaim(region.memory);
        region.state = State::reclaimed;
    }
}

void Model::retrieve(Run& run, uint16_t sender, Region& region) const {
    const bool owned = sender == region.memory.owner;
    if (region.state == State::retrieved) {
        return; // what a second retrieve does is open
    }
    const RpcStatus status = run.retrieve(sender, region.memory.handle, region.memory.tag);
    if (!owned || region.state != State::shared) {
        run.require(status != RpcStatus::success, owned ? "memory.refused_retrieve" : "isolation.foreign_retrieve",
                    "RETRIEVE_MEM of what cannot be retrieved: RPC status is SUCCESS");
        return;
    }
    // With that many regions retrieved, of a page each, the SP may be full; one that counts them for each caller may be
    // not. With another caller's retrieved it may have no room for this one's.
    const uint64_t pages = retrieved_pages() + region.memory.size / TSRPC_PAGE_SIZE;
    const bool may_be_full = pages > slots_ || has_memory_of_others(sender);
    run.require(status == RpcStatus::success || may_be_full, "memory.retrieve",
                fmt::format("RETRIEVE_MEM of shared memory: RPC status is {}", describe(status)));
    region.state = status == RpcStatus::success ? State::retrieved : State::shared;
}

void Model::refused_retrieve(Run& run, const Region& region) const {
    if (region.state != State::shared || retrieved_pages() >= slots_ || !run.target().has_spmc()) {
        return;
    }
    run.refuse(SpmcOperation::retrieve);
    const RpcStatus status = run.retrieve(region.memory.owner, region.memory.handle, region.memory.tag);
    run.require(status != RpcStatus::success, "memory.refused_retrieve",
                "RETRIEVE_MEM that the SPMC refuses: RPC status is SUCCESS");
    run.allow(SpmcOperation::retrieve);
}

void Model::relinquish(Run& run, uint16_t sender, Region& region) const {
    const bool owned = sender == region.memory.owner;
    const RpcStatus status = run.relinquish(sender, region.memory.handle);
    if (owned && region.state == State::retrieved) {
        run.require(status == RpcStatus::success, "memory.relinquish",
                    fmt::format("RELINQ_MEM of retrieved memory: RPC status is {}", describe(status)));
        region.state = State::shared;
        return;
    }
    run.require(status != RpcStatus::success, owned ? "memory.relinquish_unknown" : "isolation.foreign_relinquish",
                "RELINQ_MEM of what the sender has not retrieved: RPC status is SUCCESS");
}

void Model::refused_relinquish(Run& run, const Region& region) const {
    if (region.state != State::retrieved || !run.target().has_spmc()) {
        return;
    }
    run.refuse(SpmcOperation::relinquish);
    const RpcStatus status = run.relinquish(region.memory.owner, region.memory.handle);
    run.require(status != RpcStatus::success, "memory.refused_relinquish",
                "RELINQ_MEM that the SPMC refuses: RPC status is SUCCESS");
    run.allow(SpmcOperation::relinquish);
}

void Model::call(Run& run, uint16_t sender, const Region& region, uint16_t number) const {
    if (!service_) {
        return;
    }
    const auto length = static_cast<uint32_t>(number % (2 * region.memory.size));
    // NOP leaves it to the SP to find a length too long.
    const uint16_t known = length > region.memory.size ? TSRPC_TEST_SERVICE_NOP : TSRPC_TEST_SERVICE_ECHO;
    const uint16_t opcode = number % 4 == 3 ? number : known;
    const CallResult result =
        run.call(sender, make_call(service_->interface_id, opcode, region.memory.handle, length, number));
    const bool owned = sender == region.memory.owner;
    if (!owned || region.state != State::retrieved) {
        run.require(result.rpc_status != RpcStatus::success, owned ? "call.unknown_handle" : "isolation.foreign_call",
                    "a call with memory that the sender has not retrieved: RPC status is SUCCESS");
    } else if (length > region.memory.size) {
        run.require(result.rpc_status != RpcStatus::success, "call.length_over_memory",
                    fmt::format("a request length of {}, the memory has {} bytes: RPC status is SUCCESS", length,
                                region.memory.size));
    } else if (opcode == TSRPC_TEST_SERVICE_ECHO) {
        run.require(result.rpc_status == RpcStatus::success, "call.success",
                    fmt::format("ECHO: RPC status is {}", describe(result.rpc_status)));
        run.require(result.response_length == length, "call.response_length",
                    fmt::format("ECHO of {} bytes: the response length is {}", length, result.response_length));
    }
}

void Model::doorbell(Run& run, uint16_t sender, uint16_t number) const {
    if (!service_) {
        return;
    }
    const uint16_t opcode = number % 2 == 0 ? TSRPC_TEST_SERVICE_NOP : TSRPC_TEST_SERVICE_NOP_LAST;
    const RpcStatus status = run.call(sender, make_doorbell(service_->interface_id, opcode)).rpc_status;
    run.require(status == RpcStatus::success, "call.doorbell",
                fmt::format("a doorbell: RPC status is {}", describe(status)));
}

std::ostream& operator<<(std::ostream& stream, const Step& step) {
    constexpr const char* names[Step::kinds] = {
        "get_version",      "service_info", "unknown_opcode",     "share", "reclaim", "retrieve",
        "refused_retrieve", "relinquish",   "refused_relinquish", "call",  "doorbell"};
    return stream << fmt::format("{} sender=0x{:04x} region={} number=0x{:04x}", names[step.kind % Step::kinds],
                                 sender_of(step), step.region, step.number);
}

} // namespace tsrpc::conformance
