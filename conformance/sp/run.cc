// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/run.hpp"

#include "conformance/report/frame_text.hpp"
#include "tsrpc/names.hpp"
#include "tsrpc/test_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace tsrpc::conformance {
namespace {

Uuid uuid_of(std::string_view text) { return parse_uuid(text.data(), text.size()).uuid; }

/// Spreads 1, 2, 3... over all 64 bits (the finaliser of SplitMix64), so that both halves of handles are in use.
uint64_t spread(uint64_t n) {
    n *= 0x9e3779b97f4a7c15;
    n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9;
    n = (n ^ n >> 27) * 0x94d049bb133111eb;
    return n ^ n >> 31;
}

/// A field of a response to a known message.
uint32_t field(Message message, Field field, const Registers& response) {
    return static_cast<uint32_t>(detail::field_value(*find_layout(message, Direction::response), field, response));
}

RpcStatus rpc_status(Message message, const Registers& response) {
    return static_cast<RpcStatus>(static_cast<int32_t>(field(message, Field::rpc_status, response)));
}

/// The requirement that a response's broken rule breaks.
std::string_view requirement_of(const Violation& violation, Message message) {
    switch (violation.field) {
    case Field::opcode: return "control.echo_opcode";
    case Field::flags: return "control.flags_zero";
    case Field::sap_rc:
    case Field::sap_err: return "control.sap_zero";
    case Field::interface_id: return violation.reg == W3 ? "control.echo_interface_id" : "service_info.not_management";
    case Field::version: return "version.answer";
    default: break;
    }
    switch (message) {
    case Message::get_version: return "version.reserved_zero";
    case Message::retrieve_mem: return "memory.retrieve_reserved_zero";
    case Message::relinquish_mem: return "memory.relinquish_reserved_zero";
    default: return "service_info.reserved_zero";
    }
}

const Requirement& requirement_named(std::string_view id) {
    const Requirement* requirement = find_requirement(id);
    if (requirement == nullptr) {
        throw std::logic_error(fmt::format("no requirement '{}'", id));
    }
    return *requirement;
}

} // namespace

std::span<const Uuid> known_services() {
    static const std::vector<Uuid> uuids = {
        uuid_of(TSRPC_TEST_SERVICE_UUID),
        uuid_of(TSRPC_TEST_SERVICE_TWIN_UUID),
        uuid_of(TSRPC_SERVICE_PSA_CRYPTO),
        uuid_of(TSRPC_SERVICE_PSA_CRYPTO_PROTOBUF),
        uuid_of(TSRPC_SERVICE_PSA_INTERNAL_TRUSTED_STORAGE),
        uuid_of(TSRPC_SERVICE_PSA_PROTECTED_STORAGE),
        uuid_of(TSRPC_SERVICE_PSA_INITIAL_ATTESTATION),
        uuid_of(TSRPC_SERVICE_BLOCK_STORAGE),
        uuid_of(TSRPC_SERVICE_FIRMWARE_UPDATE),
        uuid_of(TSRPC_SERVICE_LOGGING),
        uuid_of(TSRPC_SERVICE_RPMB),
        uuid_of(TSRPC_SERVICE_TEST_RUNNER),
    };
    return uuids;
}

std::string describe(RpcStatus status) {
    const char* known = name(status);
    return known ? fmt::format("{} ({})", static_cast<int32_t>(status), known)
                 : fmt::format("{}", static_cast<int32_t>(status));
}

ServiceCallRequest make_call(InterfaceId interface_id, uint16_t opcode, uint64_t handle, uint32_t request_length,
                             uint32_t client_id) {
    return {interface_id, Opcode{opcode}, MemoryHandle{handle}, RequestLength{request_length}, ClientId{client_id}};
}

ServiceCallRequest make_doorbell(InterfaceId interface_id, uint16_t opcode) {
    return make_call(interface_id, opcode, TSRPC_INVALID_MEMORY_HANDLE, 0);
}

void Run::require(bool ok, const Requirement& requirement, const std::string& detail) const {
    if (!ok) {
        throw Broken(requirement, detail);
    }
}

void Run::require(bool ok, std::string_view requirement_id, const std::string& detail) const {
    if (!ok) {
        throw Broken(requirement_named(requirement_id), detail);
    }
}

Registers Run::exchange(uint16_t sender, const Registers& words) {
    throw_pending();
    transcript_.add({sender, words, std::nullopt, {}});
    Target::Outcome outcome = target_.direct_request(sender, words);
    transcript_.complete(outcome.response, std::move(outcome.events));
    response_ = outcome.response;
    return response_;
}

Registers Run::request(uint16_t sender, const Registers& words) {
    exchange(sender, words);
    check(sender, words);
    return response_;
}

void Run::check(uint16_t sender, const Registers& words) {
    check_response(words);
    if (target_.has_spmc()) {
        try {
            check_spmc_calls(sender, words);
        } catch (const Broken& broken) {
            pending_ = broken;
        }
    }
}

void Run::throw_pending() {
    if (pending_) {
        throw Broken(*pending_);
    }
}

void Run::request_each(uint16_t sender, std::span<const Registers> requests, const std::function<void()>& look) {
    for (; !requests.empty(); requests = requests.subspan(std::min(requests.size(), most_lines))) {
        const auto some = requests.first(std::min(requests.size(), most_lines));
        std::vector<Target::Outcome> outcomes;
        try {
            outcomes = target_.direct_requests(sender, some);
        } catch (const TargetLost&) {
            restart();
            for (const Registers& words : some) {
                request(sender, words); // the one that loses the target is then the last of the transcript
            }
            throw;
        }
        for (size_t i = 0; i < some.size(); ++i) {
            response_ = outcomes[i].response;
            transcript_.add({sender, some[i], response_, std::move(outcomes[i].events)});
            check(sender, some[i]);
            look();
            throw_pending();
        }
    }
}

Registers Run::request_anything(uint16_t sender, const Registers& words) { return exchange(sender, words); }

void Run::check_response(const Registers& words) const {
    const Inspection inspection = inspect_response(response_, words);
    for (const Violation& violation : inspection.violations) {
        // The response to an unknown opcode is nothing that the tables know; its echo is checked below.
        const bool is_unknown_opcode = inspection.message == Message::unknown && violation.field == Field::opcode;
        // An interface id without SUCCESS means nothing (ABI 3).
        const bool is_meaningless = violation.reg == W5 && violation.field == Field::interface_id && response_[W4] != 0;
        if (violation.is_must() && !is_unknown_opcode && !is_meaningless) {
            throw Broken(requirement_named(requirement_of(violation, inspection.message)),
                         report::describe(violation, inspection, response_, words));
        }
    }
    const uint32_t differing = response_[W3] ^ words[W3];
    require((differing & TSRPC_CONTROL_OPCODE_MASK) == 0, "control.echo_opcode",
            fmt::format("the response's W3 is {:08x}, the request's {:08x}", response_[W3], words[W3]));
    require((differing & TSRPC_CONTROL_INTERFACE_ID_MASK) == 0, "control.echo_interface_id",
            fmt::format("the response's W3 is {:08x}, the request's {:08x}", response_[W3], words[W3]));
}

/// The SPMC is asked for what the request names, once, and for nothing else; the RPC status says how that went.
void Run::check_spmc_calls(uint16_t sender, const Registers& words) const {
    const std::vector<SpmcEvent>& events = transcript_.last().events;
    const Message message = classify(words);
    if (message == Message::retrieve_mem) {
        check_retrieve_calls(sender, *unpack_lenient<RetrieveMemRequest>(words), events);
    } else if (message == Message::relinquish_mem) {
        check_relinquish_calls(*unpack_lenient<RelinquishMemRequest>(words), events);
    } else {
        for (const SpmcEvent& event : events) {
            const bool retrieves = event.operation == SpmcOperation::retrieve;
            require(false, retrieves ? "memory.retrieve" : "memory.held_until_relinquished",
                    fmt::format("a {} request leads to a call of the SPMC: {}", tsrpc::name(message), describe(event)));
        }
    }
}

void Run::check_retrieve_calls(uint16_t sender, const RetrieveMemRequest& request,
                               const std::vector<SpmcEvent>& events) const {
    int held = 0;
    for (const SpmcEvent& event : events) {
        const std::string text = describe(event);
        require(event.handle == request.memory_handle.value(), "memory.retrieve_handle", "another handle: " + text);
        if (event.operation == SpmcOperation::retrieve) {
            require(event.tag == request.memory_tag.value(), "memory.retrieve_tag", "another tag: " + text);
            require(event.sender_id == sender, "memory.retrieve_sender", "another sender: " + text);
            require(held == 0, "memory.retrieve", "retrieved before, in the same request: " + text);
        }
        held += event.result != 0 ? 0 : event.operation == SpmcOperation::retrieve ? 1 : -1;
    }
    const bool refused = std::ranges::any_of(events, [](const SpmcEvent& event) { return event.result != 0; });
    if (rpc_status(Message::retrieve_mem, response_) == RpcStatus::success) {
        require(!refused || held == 1, "memory.refused_retrieve", "RPC status is SUCCESS, the SPMC refused");
        require(held == 1, "memory.retrieve", fmt::format("RPC status is SUCCESS, retrieved {} times", held));
    } else {
        require(held == 0, "exhaustion.refused_cleanly",
                "RPC status is not SUCCESS, and the memory stays retrieved at the SPMC");
    }
}

void Run::check_relinquish_calls(const RelinquishMemRequest& request, const std::vector<SpmcEvent>& events) const {
    int done = 0;
    for (const SpmcEvent& event : events) {
        const std::string text = describe(event);
        require(event.operation == SpmcOperation::relinquish, "memory.relinquish", "RELINQ_MEM retrieves: " + text);
        require(event.handle == request.memory_handle.value(), "memory.relinquish_handle", "another handle: " + text);
        require(done == 0, "memory.relinquish", "relinquished before, in the same request: " + text);
        done += event.result == 0;
    }
    if (rpc_status(Message::relinquish_mem, response_) == RpcStatus::success && done != 1) {
        require(events.empty(), "memory.refused_relinquish", "RPC status is SUCCESS, the SPMC refused");
        require(false, "memory.relinquish", "RPC status is SUCCESS, and nothing was relinquished at the SPMC");
    }
}

const std::vector<SpmcEvent>& Run::spmc_events() const {
    if (!target_.has_spmc()) {
        throw Unreachable("what the SP asks of its SPMC cannot be seen");
    }
    return transcript_.last().events;
}

uint32_t Run::get_version(uint16_t sender) {
    request(sender, pack(GetVersionRequest{}));
    return field(Message::get_version, Field::version, response_);
}

RpcStatus Run::service_info(uint16_t sender, const Uuid& uuid) {
    return rpc_status(Message::service_info, request(sender, pack(ServiceInfoRequest{uuid})));
}

RpcStatus Run::retrieve(uint16_t sender, uint64_t handle, uint64_t tag) {
    const RpcStatus status = rpc_status(
        Message::retrieve_mem, request(sender, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{tag}})));
    retrieved_count_ += status == RpcStatus::success;
    return status;
}

RpcStatus Run::relinquish(uint16_t sender, uint64_t handle) {
    const RpcStatus status =
        rpc_status(Message::relinquish_mem, request(sender, pack(RelinquishMemRequest{MemoryHandle{handle}})));
    retrieved_count_ -= status == RpcStatus::success && retrieved_count_ > 0;
    return status;
}

CallResult Run::call(uint16_t sender, const ServiceCallRequest& call_request) {
    const Registers words = request(sender, pack(call_request));
    const auto value = [&words](Field which) { return field(Message::service_call, which, words); };
    return {rpc_status(Message::service_call, words), value(Field::service_status), value(Field::response_length)};
}

void Run::must_succeed(RpcStatus status, const std::string& what) const {
    require(status == RpcStatus::success, fmt::format("{}: RPC status is {}, not SUCCESS", what, describe(status)));
}

void Run::must_not_succeed(RpcStatus status, const std::string& what) const {
    require(status != RpcStatus::success, fmt::format("{}: RPC status is SUCCESS", what));
}

void Run::must_be(RpcStatus status, RpcStatus expected, const std::string& what) const {
    require(status == expected,
            fmt::format("{}: RPC status is {}, not {}", what, describe(status), describe(expected)));
}

Memory Run::share(uint16_t owner, uint64_t pages, uint64_t tag) {
    return share_as(owner, spread(++handles_given_), pages, tag);
}

Memory Run::share_as(uint16_t owner, uint64_t handle, uint64_t pages, uint64_t tag) {
    if (!target_.has_memory()) {
        throw Unreachable("the target has no memory to share");
    }
    const Memory memory = {owner, handle, tag, pages * TSRPC_PAGE_SIZE};
    const int32_t result = target_.share(memory.owner, memory.size, memory.tag, memory.handle);
    if (result != 0) {
        throw std::runtime_error(fmt::format("the SPMC refuses to share {} pages: FF-A error {}", pages, result));
    }
    return memory;
}

void Run::retrieve_shared(const Memory& memory) {
    const RpcStatus status = retrieve(memory.owner, memory.handle, memory.tag);
    if (retrieved_count_ > 0 && status == RpcStatus::not_found) {
        throw Skipped(fmt::format("the SP has slots for {} memory regions, this test needs more", retrieved_count_));
    }
    require(status == RpcStatus::success, "memory.retrieve",
            fmt::format("RETRIEVE_MEM of shared memory: RPC status is {}, not SUCCESS", describe(status)));
}

Memory Run::retrieved(uint16_t owner, uint64_t pages) {
    const Memory memory = share(owner, pages);
    retrieve_shared(memory);
    return memory;
}

Memory Run::retrieved_as(uint16_t owner, uint64_t handle, uint64_t pages) {
    const Memory memory = share_as(owner, handle, pages);
    retrieve_shared(memory);
    return memory;
}

void Run::release(const Memory& memory) {
    const RpcStatus status = relinquish(memory.owner, memory.handle);
    require(status == RpcStatus::success, "memory.relinquish",
            fmt::format("RELINQ_MEM of retrieved memory: RPC status is {}, not SUCCESS", describe(status)));
    reclaim(memory);
}

void Run::reclaim(const Memory& memory) {
    const int32_t result = target_.reclaim(memory.owner, memory.handle);
    require(result == 0, "memory.relinquish",
            fmt::format("FFA_MEM_RECLAIM of handle 0x{:016x} is refused with FF-A error {}: the SP still holds it",
                        memory.handle, result));
}

void Run::fill(const Memory& memory, uint8_t byte) { write(memory, std::vector<uint8_t>(memory.size, byte)); }

void Run::write(const Memory& memory, std::span<const uint8_t> bytes) { target_.write(memory.handle, 0, bytes); }

std::vector<uint8_t> Run::read(const Memory& memory, uint64_t length) { return target_.read(memory.handle, 0, length); }

void Run::refuse(SpmcOperation operation, int32_t error) {
    if (!target_.has_spmc()) {
        throw Unreachable("the SPMC cannot be made to refuse");
    }
    target_.refuse(operation, error, std::numeric_limits<uint32_t>::max());
}

void Run::allow(SpmcOperation operation) { target_.refuse(operation, TSRPC_FFA_DENIED, 0); }

std::optional<HostedService> Run::find_service(const Uuid& uuid) {
    if (service_info(caller_a, uuid) != RpcStatus::success) {
        return std::nullopt;
    }
    const uint32_t id = field(Message::service_info, Field::interface_id, response_);
    return HostedService{uuid, InterfaceId{static_cast<uint8_t>(id)}};
}

HostedService Run::need_service(std::string_view uuid_text, std::string_view what) {
    const std::optional<HostedService> service = find_service(uuid_of(uuid_text));
    if (!service) {
        throw Skipped(fmt::format("the SP does not host {}, {}", what, uuid_text));
    }
    return *service;
}

HostedService Run::test_service() { return need_service(TSRPC_TEST_SERVICE_UUID, "the test service"); }

HostedService Run::twin() { return need_service(TSRPC_TEST_SERVICE_TWIN_UUID, "the test service's twin"); }

std::vector<HostedService> Run::hosted_services() {
    std::vector<HostedService> hosted;
    for (const Uuid& uuid : known_services()) {
        if (const auto service = find_service(uuid)) {
            hosted.push_back(*service);
        }
    }
    return hosted;
}

void Run::end() {
    throw_pending();
    target_.bye();
}

void Run::reset() {
    throw_pending();
    target_.reset();
    forget();
}

void Run::restart() {
    target_ = Target(start_());
    forget();
}

void Run::forget() {
    pending_.reset();
    transcript_.clear();
    handles_given_ = 0;
    retrieved_count_ = 0;
}

} // namespace tsrpc::conformance
