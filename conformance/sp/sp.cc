// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/sp.hpp"

#include "conformance/sp/capacity.hpp"
#include "conformance/sp/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace tsrpc::conformance {
namespace {

constexpr uint16_t usual_senders[] = {0x0001, 0x0002};

/// Spreads 1, 2, 3... over all 64 bits (the finaliser of SplitMix64), so that both halves of handles are in use.
uint64_t spread(uint64_t n) {
    n *= 0x9e3779b97f4a7c15;
    n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9;
    n = (n ^ n >> 27) * 0x94d049bb133111eb;
    return n ^ n >> 31;
}

RpcStatus status_of(const Registers& response) { return static_cast<RpcStatus>(static_cast<int32_t>(response[W4])); }

} // namespace

Sp::Sp(Test& test) : test_(test) {
    state_ = next(std::move(state_), test.trace().back()); // hello
    state_.promised = test.options().services;
    state_.capacity = measured_capacity(test);
}

uint16_t Sp::a() const {
    const std::vector<uint16_t>& senders = test_.target().senders;
    return senders.empty() ? usual_senders[0] : senders[0];
}

uint16_t Sp::b() const {
    const std::vector<uint16_t>& senders = test_.target().senders;
    if (senders.size() == 1) {
        throw Unreachable("the target has one sender id only");
    }
    return senders.empty() ? usual_senders[1] : senders[1];
}

bool Sp::can_send_as(uint16_t sender) const {
    const Greeting& target = test_.target();
    return target.senders.empty() ? sender != target.own_id
                                  : std::ranges::find(target.senders, sender) != target.senders.end();
}

std::vector<uint16_t> Sp::allowed(std::vector<uint16_t> senders) const {
    std::erase_if(senders, [this](uint16_t sender) { return !can_send_as(sender); });
    return senders;
}

// --- the conversation
// ----------------------------------------------------------------------------------------------------

std::vector<uint16_t> Sp::others(std::vector<uint16_t> senders) const {
    std::erase(senders, a());
    return allowed(std::move(senders));
}

void Sp::hear(const Said& said) {
    for (Finding& finding : judge(state_, said)) {
        if (std::ranges::find(own_, finding.requirement) != own_.end()) {
            finding.requirement = test_.requirement().id;
        }
        test_.find(std::move(finding));
    }
    state_ = next(std::move(state_), said);
}

void Sp::post(Command command) {
    constexpr size_t many = 1024;
    posted_.push_back(std::move(command));
    if (posted_.size() >= many) {
        flush();
    }
}

void Sp::flush() {
    if (!posted_.empty()) {
        const std::vector<Command> commands = std::exchange(posted_, {});
        test_.say(commands, [this](const Said& said, size_t) { hear(said); });
    }
}

const Reply& Sp::say(const Command& command) {
    posted_.push_back(command);
    flush();
    return *test_.trace().back().reply;
}

Registers Sp::request(uint16_t sender, const Registers& words) {
    const auto* const response = std::get_if<Response>(&say(Call{sender, words}).result);
    if (response == nullptr) {
        throw std::runtime_error("the target answers a call without a response");
    }
    return response->words;
}

void Sp::post_request(uint16_t sender, const Registers& words) { post(Call{sender, words}); }

uint32_t Sp::get_version(uint16_t sender) { return request(sender, pack(GetVersionRequest{}))[W4]; }

RpcStatus Sp::service_info(uint16_t sender, const Uuid& uuid) {
    return status_of(request(sender, pack(ServiceInfoRequest{uuid})));
}

RpcStatus Sp::retrieve(uint16_t sender, uint64_t handle, uint64_t tag) {
    return status_of(request(sender, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{tag}})));
}

RpcStatus Sp::relinquish(uint16_t sender, uint64_t handle) {
    return status_of(request(sender, pack(RelinquishMemRequest{MemoryHandle{handle}})));
}

/// A driver's users have no client id: it sends 0.
Registers Sp::words_of(ServiceCallRequest call) const {
    if (!test_.target().any_words) {
        call.client_id = ClientId{0};
    }
    return pack(call);
}

CallResult Sp::call(uint16_t sender, const ServiceCallRequest& call) {
    const Registers response = request(sender, words_of(call));
    return {status_of(response), response[W5], response[W6]};
}

void Sp::post_service_info(uint16_t sender, const Uuid& uuid) { post_request(sender, pack(ServiceInfoRequest{uuid})); }

void Sp::post_retrieve(uint16_t sender, uint64_t handle, uint64_t tag) {
    post_request(sender, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{tag}}));
}

void Sp::post_relinquish(uint16_t sender, uint64_t handle) {
    post_request(sender, pack(RelinquishMemRequest{MemoryHandle{handle}}));
}

void Sp::post_call(uint16_t sender, const ServiceCallRequest& call) { post_request(sender, words_of(call)); }

const std::vector<SpmcEvent>& Sp::spmc_events() {
    if (!test_.target().shows_events) {
        throw Unreachable("what the SP asks of its SPMC cannot be seen");
    }
    flush();
    return test_.trace().back().reply->events;
}

// --- memory
// --------------------------------------------------------------------------------------------------------------

std::optional<Memory> Sp::try_share(uint16_t owner, uint64_t pages, uint64_t tag) {
    if (!test_.target().has_memory) {
        throw Unreachable("the target has no memory to share");
    }
    std::optional<uint64_t> handle;
    if (test_.target().takes_handles) {
        do {
            handle = spread(++handles_given_);
        } while (state_.find(*handle) != nullptr);
    }
    const Reply& reply = say(Share{owner, pages * TSRPC_PAGE_SIZE, tag, handle});
    const auto* const shared = std::get_if<Shared>(&reply.result);
    return shared == nullptr ? std::nullopt
                             : std::optional(Memory{owner, shared->handle, tag, pages * TSRPC_PAGE_SIZE});
}

Memory Sp::share(uint16_t owner, uint64_t pages, uint64_t tag) {
    const std::optional<Memory> memory = try_share(owner, pages, tag);
    if (!memory) {
        throw Skipped(fmt::format("the target does not share {} pages", pages));
    }
    return *memory;
}

Memory Sp::share_as(uint16_t owner, uint64_t handle, uint64_t pages, uint64_t tag) {
    if (!test_.target().takes_handles) {
        throw Unreachable("the target chooses handles itself");
    }
    const Reply& reply = say(Share{owner, pages * TSRPC_PAGE_SIZE, tag, handle});
    if (!std::holds_alternative<Shared>(reply.result)) {
        throw std::runtime_error(fmt::format("the target refuses to share {} pages as 0x{:016x}", pages, handle));
    }
    return {owner, handle, tag, pages * TSRPC_PAGE_SIZE};
}

void Sp::retrieve_shared(const Memory& memory) {
    if (state_.held_by(memory.owner, memory.handle) != nullptr) {
        return; // by sharing it
    }
    if (retrieve(memory.owner, memory.handle, memory.tag) == RpcStatus::success) {
        return;
    }
    if (test_.found_now()) {
        throw Stopped{};
    }
    throw Skipped(fmt::format("the SP has no room for {} pages beside {} regions", memory.size / TSRPC_PAGE_SIZE,
                              state_.held_regions()));
}

Memory Sp::retrieved(uint16_t owner, uint64_t pages, uint64_t tag) {
    static_cast<void>(capacity());
    const Memory memory = share(owner, pages, tag);
    retrieve_shared(memory);
    return memory;
}

Memory Sp::retrieved_as(uint16_t owner, uint64_t handle, uint64_t pages) {
    static_cast<void>(capacity());
    const Memory memory = share_as(owner, handle, pages);
    retrieve_shared(memory);
    return memory;
}

std::optional<Memory> Sp::try_retrieved(uint16_t owner, uint64_t pages) {
    const std::optional<Memory> memory = try_share(owner, pages, 0);
    if (memory && state_.held_by(owner, memory->handle) == nullptr &&
        retrieve(owner, memory->handle, memory->tag) != RpcStatus::success) {
        reclaim(*memory);
        return std::nullopt;
    }
    return memory;
}

void Sp::release(const Memory& memory) {
    if (test_.target().any_words) {
        relinquish(memory.owner, memory.handle);
    }
    reclaim(memory);
}

bool Sp::reclaim(const Memory& memory) {
    return std::holds_alternative<Ok>(say(Reclaim{memory.owner, memory.handle}).result);
}

void Sp::write(const Memory& memory, std::span<const uint8_t> bytes, uint64_t offset) {
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), most_bytes));
        post(Write{memory.handle, offset, {part.begin(), part.end()}});
        bytes = bytes.subspan(part.size());
        offset += part.size();
    }
}

void Sp::fill(const Memory& memory, uint8_t byte) { write(memory, std::vector<uint8_t>(memory.size, byte)); }

std::vector<uint8_t> Sp::read(const Memory& memory, uint64_t length) {
    const auto* const bytes = std::get_if<Bytes>(&say(Read{memory.handle, 0, length}).result);
    if (bytes == nullptr) {
        throw std::runtime_error("the target does not read shared memory");
    }
    return bytes->bytes;
}

void Sp::look(const Memory& memory) {
    for (uint64_t offset = 0; offset < memory.size; offset += most_bytes) {
        post(Read{memory.handle, offset, std::min<uint64_t>(memory.size - offset, most_bytes)});
    }
}

void Sp::look_at_all() {
    for (const auto& [handle, region] : state_.regions) {
        if (!region.content.empty()) {
            look({region.owner, handle, region.tag, region.size});
        }
    }
}

void Sp::refuse(SpmcOperation operation, int32_t error) {
    if (!test_.target().can_refuse) {
        throw Unreachable("the SPMC cannot be made to refuse");
    }
    post(Refuse{operation, error, std::numeric_limits<uint32_t>::max()});
}

void Sp::allow(SpmcOperation operation) { post(Refuse{operation, TSRPC_FFA_DENIED, 0}); }

// --- what the SP has
// -----------------------------------------------------------------------------------------------------

std::optional<HostedService> Sp::find_service(const Uuid& uuid) {
    service_info(a(), uuid);
    const HostedService* const service = state_.find_service(uuid);
    return service == nullptr ? std::nullopt : std::optional(*service);
}

HostedService Sp::test_service() {
    const auto service = find_service(test_service_uuid());
    if (!service) {
        throw Skipped("the SP does not host the test service " TSRPC_TEST_SERVICE_UUID);
    }
    return *service;
}

HostedService Sp::twin() {
    const auto service = find_service(test_service_twin_uuid());
    if (!service) {
        throw Skipped("the SP does not host the test service's twin " TSRPC_TEST_SERVICE_TWIN_UUID);
    }
    return *service;
}

std::vector<HostedService> Sp::test_services() {
    std::vector<HostedService> services = {test_service()};
    if (const auto second = find_service(test_service_twin_uuid())) {
        services.push_back(*second);
    }
    return services;
}

std::vector<HostedService> Sp::hosted_services() {
    std::vector<Uuid> uuids(known_services().begin(), known_services().end());
    for (const Uuid& uuid : test_.options().services) {
        if (std::ranges::find(uuids, uuid) == uuids.end()) {
            uuids.push_back(uuid);
        }
    }
    std::vector<HostedService> hosted;
    for (const Uuid& uuid : uuids) {
        if (const auto service = find_service(uuid)) {
            hosted.push_back(*service);
        }
    }
    return hosted;
}

std::vector<HostedService> Sp::need_hosted() {
    std::vector<HostedService> hosted = hosted_services();
    if (hosted.empty()) {
        throw Skipped("the SP hosts no service that the suite knows; --service UUID names one");
    }
    return hosted;
}

const Capacity& Sp::capacity() {
    if (!test_.target().has_memory) {
        throw Unreachable("the target has no memory to share");
    }
    if (!state_.capacity) {
        throw Skipped("what the SP can have retrieved could not be measured");
    }
    if (state_.capacity->regions == 0 && test_.requirement().id != "memory.retrieve") {
        throw Skipped("the SP takes no memory (memory.retrieve)");
    }
    return *state_.capacity;
}

void Sp::need_room(size_t regions_of_caller, size_t regions, uint64_t pages) {
    const Capacity& room = capacity();
    const bool takes_two_callers = regions > regions_of_caller;
    if (room.regions_of_caller < regions_of_caller || room.regions < regions || room.pages_of_region < pages ||
        (takes_two_callers && !room.beside_others)) {
        throw Skipped(fmt::format("the SP takes {} regions of a caller, {} in all, {}of {} pages at most",
                                  room.regions_of_caller, room.regions,
                                  room.beside_others ? "" : "of one caller at a time, ", room.pages_of_region));
    }
}

// --- the test
// ------------------------------------------------------------------------------------------------------------

void Sp::own(std::initializer_list<std::string_view> requirements) {
    for (const std::string_view id : requirements) {
        if (find_requirement(id) == nullptr) {
            throw std::logic_error(fmt::format("no requirement '{}'", id));
        }
    }
    own_ = requirements;
}

void Sp::require(bool ok, const std::string& detail) {
    flush();
    test_.require(ok, detail);
}

void Sp::must_succeed(RpcStatus status, const std::string& what) {
    require(status == RpcStatus::success, fmt::format("{}: RPC status is {}, not SUCCESS", what, describe(status)));
}

void Sp::must_not_succeed(RpcStatus status, const std::string& what) {
    require(status != RpcStatus::success, fmt::format("{}: RPC status is SUCCESS", what));
}

void Sp::need_any_words() const {
    if (!test_.target().any_words) {
        throw Unreachable("the target reaches services only");
    }
}

void Sp::boot() {
    if (!test_.target().can_reset) {
        throw Unreachable("the SP cannot be reset");
    }
    say(Reset{});
}

void Sp::reset() {
    if (test_.target().can_reset) {
        say(Reset{});
    } else {
        release_all();
    }
}

void Sp::release_all() {
    flush();
    if (test_.target().can_refuse) {
        allow(SpmcOperation::retrieve);
        allow(SpmcOperation::relinquish);
    }
    std::vector<Memory> memories;
    for (const auto& [handle, region] : state_.regions) {
        memories.push_back({region.owner, handle, region.tag, region.size});
    }
    constexpr int most_tries = 4; // a region that was retrieved more than once
    for (const Memory& memory : memories) {
        for (int i = 0; i < most_tries; ++i) {
            const Region* const region = state_.find(memory.handle);
            if (region == nullptr || (region->held == Held::no && i > 0)) {
                break;
            }
            if (region->held != Held::no && test_.target().any_words) {
                relinquish(memory.owner, memory.handle);
            }
            reclaim(memory);
        }
    }
    flush();
}

void Sp::begin() {
    posted_.clear();
    const Said* const last = test_.trace().empty() ? nullptr : &test_.trace().back();
    if (last == nullptr || !last->reply) {
        test_.restart();
        state_ = next(std::move(state_), test_.trace().front());
    } else {
        reset();
        test_.forget();
    }
    handles_given_ = 0;
}

void Sp::leave() {
    if (!test_.target().can_reset) {
        posted_.clear();
        release_all();
    }
    say(Bye{});
}

ServiceCallRequest make_call(InterfaceId interface_id, uint16_t opcode, uint64_t handle, uint32_t request_length,
                             uint32_t client_id) {
    return {interface_id, Opcode{opcode}, MemoryHandle{handle}, RequestLength{request_length}, ClientId{client_id}};
}

ServiceCallRequest make_doorbell(InterfaceId interface_id, uint16_t opcode, uint32_t client_id) {
    return make_call(interface_id, opcode, TSRPC_INVALID_MEMORY_HANDLE, 0, client_id);
}

std::vector<Memory> fill_slots(Sp& sp, uint16_t owner, size_t most) {
    std::vector<Memory> regions;
    while (regions.size() < most) {
        const std::optional<Memory> memory = sp.try_retrieved(owner);
        if (!memory) {
            break;
        }
        regions.push_back(*memory);
    }
    return regions;
}

} // namespace tsrpc::conformance
