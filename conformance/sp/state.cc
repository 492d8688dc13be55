// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/state.hpp"

#include "conformance/sp/expect.hpp"
#include "tsrpc/test_service.h"

#include <algorithm>
#include <utility>

namespace tsrpc::conformance {
namespace {

bool succeeded(const Registers& response) { return response[W4] == TSRPC_RPC_SUCCESS; }

/// Bytes that may have any value from now on.
void forget_content(RegionState& region) {
    region.certain = 0;
    region.kept = true;
}

/// Bytes that are there without doubt.
void learn_content(RegionState& region, uint64_t offset, std::span<const uint8_t> bytes) {
    if (region.content.empty() || offset > region.content.size() || bytes.size() > region.content.size() - offset) {
        return;
    }
    // Not of std::ranges, whose copy goes byte by byte.
    std::copy(bytes.begin(), bytes.end(), region.content.begin() + static_cast<ptrdiff_t>(offset));
    const uint64_t end = offset + bytes.size();
    if (!region.kept) { // only these are certain now
        region.certain = offset == 0 ? end : 0;
        region.kept = true;
    } else if (offset <= region.certain) {
        region.certain = std::max<size_t>(region.certain, end);
    }
}

void share(SpState& state, const Share& share, const Shared& shared) {
    RegionState region;
    region.owner = share.owner;
    region.handle = shared.handle;
    region.tag = share.tag;
    region.size = share.size;
    region.held = shared.retrieved ? Held::yes : Held::no;
    if (share.size <= most_kept_bytes) {
        region.content.resize(share.size);
        region.certain = share.size;
    }
    state.regions[shared.handle] = std::move(region);
}

void reclaim(SpState& state, uint64_t handle) {
    const auto found = state.regions.find(handle);
    if (found != state.regions.end()) {
        if (found->second.held != Held::no) { // a driver's reclaim relinquishes first
            state.relinquished.insert({found->second.owner, handle});
        }
        state.regions.erase(found);
    }
}

void retrieve(RegionState& region, bool success) {
    if (!success) {
        return;
    }
    region.counted = region.held != Held::no;
    region.held = Held::yes;
    region.kept = false;
}

void relinquish(SpState& state, RegionState& region, bool success) {
    if (region.held == Held::no) {
        return;
    }
    region.kept = false; // though it be refused: an SP may clear memory before it relinquishes it
    if (!success) {
        return;
    }
    region.held = region.counted ? Held::open : Held::no;
    state.relinquished.insert({region.owner, region.handle});
}

void service_info(SpState& state, const Registers& request, const Registers& response) {
    const auto info = unpack_lenient<ServiceInfoRequest>(request);
    const auto answer = unpack_lenient<ServiceInfoResponse>(response);
    if (!info) {
        return;
    }
    const Uuid uuid = (*info).service_uuid;
    if (!answer || (*answer).rpc_status != RpcStatus::success) {
        state.not_found.insert(key_of(uuid));
        return;
    }
    const auto found = std::ranges::find(state.services, uuid, &HostedService::uuid);
    if (found == state.services.end()) {
        state.services.push_back({uuid, (*answer).interface_id});
    } else {
        found->interface_id = (*answer).interface_id;
    }
}

void service_call(SpState& state, uint16_t sender, const Registers& request, const Registers& response,
                  const Expected& expected) {
    const auto found = state.regions.find(field_value(layouts::service_call_request, Field::memory_handle, request));
    if (found == state.regions.end()) {
        return;
    }
    RegionState& region = found->second;
    if (expected.answer == Answer::refusal) { // which changes nothing, unless it was served all the same
        if (succeeded(response)) {
            forget_content(region);
        }
        return;
    }
    if (region.owner != sender || region.held == Held::no) {
        return;
    }
    if (expected.served && succeeded(response)) {
        if (!expected.served->profile_call.empty()) { // what it leaves beyond its response is its own affair
            forget_content(region);
        }
        learn_content(region, 0, expected.served->written);
    } else {
        forget_content(region);
    }
}

/// What the SP gives back unasked is found once, not in every request after it.
void take_losses(SpState& state, const Call& call, const std::vector<SpmcEvent>& events) {
    for (const SpmcEvent& event : events) {
        const auto region = state.regions.find(event.handle);
        const bool is_asked = classify(call.request) == Message::relinquish_mem && region != state.regions.end() &&
                              region->second.owner == call.sender;
        if (region != state.regions.end() && event.operation == SpmcOperation::relinquish && event.result == 0 &&
            !is_asked && region->second.held == Held::yes) {
            region->second.held = Held::open;
        }
    }
}

/// The effect of a request that version 1 defines.
void defined_request(SpState& state, const Call& call, const Registers& response) {
    const Expected expected = expect(state, call.sender, call.request);
    const Message message = classify(call.request);
    const bool names_region = message == Message::retrieve_mem || message == Message::relinquish_mem;
    const uint64_t handle = names_region || message == Message::service_call
                                ? field_value(layouts::retrieve_mem_request, Field::memory_handle, call.request)
                                : TSRPC_INVALID_MEMORY_HANDLE;
    const auto region = names_region ? state.regions.find(handle) : state.regions.end();
    if (message == Message::service_info) {
        service_info(state, call.request, response);
    } else if (message == Message::service_call) {
        service_call(state, call.sender, call.request, response, expected);
    } else if (region != state.regions.end() && region->second.owner == call.sender) {
        if (message == Message::retrieve_mem) {
            retrieve(region->second, succeeded(response));
        } else {
            relinquish(state, region->second, succeeded(response));
        }
    }
    const bool served = message == Message::service_call && expected.served && succeeded(response);
    const std::string profile_call = served ? expected.served->profile_call : "";
    const bool described =
        served && profile_call.empty() && static_cast<uint16_t>(call.request[W3]) == TSRPC_TEST_SERVICE_DESCRIBE;
    state.last = {call.sender,
                  handle,
                  expected.spoiled_own,
                  expected.spoiled_other,
                  described ? expected.served->written.size() : 0,
                  profile_call};
}

/// The effect of other words: what the SPMC saw, or any.
void undefined_request(SpState& state, const Call& call, const std::vector<SpmcEvent>& events) {
    const auto named =
        state.regions.find(field_value(layouts::retrieve_mem_request, Field::memory_handle, call.request));
    if (named != state.regions.end()) { // an SP that counts may have counted it
        named->second.counted = true;
        named->second.held = state.target.shows_events ? named->second.held : Held::open;
    }
    for (const SpmcEvent& event : events) {
        const auto region = state.regions.find(event.handle);
        if (region != state.regions.end() && event.result == 0) {
            region->second.held = event.operation == SpmcOperation::retrieve ? Held::yes : Held::no;
            region->second.counted = false;
            region->second.kept = false;
        }
    }
    for (auto& [handle, region] : state.regions) {
        if (region.held != Held::no) {
            forget_content(region);
        }
    }
}

void boot(SpState& state) {
    state.regions.clear();
    state.relinquished.clear();
    state.services.clear();
    state.not_found.clear();
    state.refusals.clear();
    state.last = {};
}

/// Calls of the SPMC that a script refuses are used up.
void count_refusals(SpState& state, const std::vector<SpmcEvent>& events) {
    for (const SpmcEvent& event : events) {
        Refusal& refusal = state.refusals[event.operation];
        refusal.count -= refusal.count > 0;
    }
}

/// What each command does where its reply is no error.
struct Next {
    SpState& state;
    const Reply& reply;

    void operator()(const Hello&) const {
        const auto* const greeting = std::get_if<Greeting>(&reply.result);
        if (greeting != nullptr) {
            state.target = *greeting;
            if (greeting->can_reset) {
                boot(state);
            }
        }
    }
    void operator()(const Reset&) const { boot(state); }
    void operator()(const Call& call) const {
        const auto* const response = std::get_if<Response>(&reply.result);
        if (response == nullptr) {
            return;
        }
        if (is_version_1(call.request)) {
            defined_request(state, call, response->words);
            take_losses(state, call, reply.events);
        } else {
            undefined_request(state, call, reply.events);
        }
    }
    void operator()(const Share& command) const {
        if (const auto* shared = std::get_if<Shared>(&reply.result)) {
            share(state, command, *shared);
        }
    }
    void operator()(const Reclaim& command) const {
        if (std::holds_alternative<Ok>(reply.result)) {
            reclaim(state, command.handle);
        }
    }
    void operator()(const Write& write) const {
        const auto region = state.regions.find(write.handle);
        if (region != state.regions.end()) {
            learn_content(region->second, write.offset, write.bytes);
        }
    }
    void operator()(const Read& read) const {
        const auto region = state.regions.find(read.handle);
        if (const auto* bytes = std::get_if<Bytes>(&reply.result); bytes && region != state.regions.end()) {
            learn_content(region->second, read.offset, bytes->bytes);
        }
    }
    void operator()(const Refuse& refuse) const { state.refusals[refuse.operation] = {refuse.error, refuse.count}; }
    template <class C>
    void operator()(const C&) const {}
};

} // namespace

const RegionState* SpState::find(uint64_t handle) const {
    const auto found = regions.find(handle);
    return found == regions.end() ? nullptr : &found->second;
}

const RegionState* SpState::held_by(uint16_t sender, uint64_t handle) const {
    const RegionState* const region = find(handle);
    return region != nullptr && region->owner == sender && region->held == Held::yes ? region : nullptr;
}

const HostedService* SpState::find_service(const Uuid& uuid) const {
    const auto found = std::ranges::find(services, uuid, &HostedService::uuid);
    return found == services.end() ? nullptr : &*found;
}

const HostedService* SpState::find_service(uint8_t interface_id) const {
    const auto found = std::ranges::find_if(
        services, [interface_id](const HostedService& s) { return s.interface_id.value() == interface_id; });
    return found == services.end() ? nullptr : &*found;
}

bool SpState::is_refused(SpmcOperation operation) const {
    const auto found = refusals.find(operation);
    return found != refusals.end() && found->second.count > 0;
}

size_t SpState::held_regions() const {
    return static_cast<size_t>(
        std::ranges::count_if(regions, [](const auto& entry) { return entry.second.held != Held::no; }));
}

size_t SpState::held_regions(uint16_t sender) const {
    return static_cast<size_t>(std::ranges::count_if(regions, [sender](const auto& entry) {
        return entry.second.held != Held::no && entry.second.owner == sender;
    }));
}

uint64_t SpState::held_pages() const {
    uint64_t pages = 0;
    for (const auto& [handle, region] : regions) {
        pages += region.held != Held::no ? region.size / TSRPC_PAGE_SIZE : 0;
    }
    return pages;
}

std::pair<uint64_t, uint64_t> key_of(const Uuid& uuid) {
    uint64_t halves[2] = {};
    for (size_t i = 0; i < Uuid::size; ++i) {
        halves[i / 8] = halves[i / 8] << 8 | uuid.bytes[i];
    }
    return {halves[0], halves[1]};
}

SpState next(SpState state, const Said& said) {
    if (said.reply) {
        count_refusals(state, said.reply->events);
        std::visit(Next{state, *said.reply}, said.command);
    }
    return state;
}

} // namespace tsrpc::conformance
