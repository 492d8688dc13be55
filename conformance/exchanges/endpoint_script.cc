// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/endpoint_script.hpp"

#include "conformance/requirements/catalogue.hpp"
#include "conformance/sp/judge.hpp"
#include "tsrpc/plugin.h"

#include <algorithm>
#include <stdexcept>

namespace tsrpc::conformance {
namespace {

constexpr size_t most_shown = 48; ///< bytes of memory
constexpr size_t described_at = 12;

/// A target that hides nothing, with as much room as any script needs.
SpState booted() {
    Greeting greeting;
    greeting.any_words = greeting.has_memory = greeting.takes_handles = greeting.can_reset = true;
    greeting.shows_events = greeting.can_refuse = true;
    SpState state = next({}, Said{Hello{}, {}, Reply{{}, greeting}});
    state.promised = {test_service_uuid(), test_service_twin_uuid()};
    state.capacity = Capacity{16, 16, 64, false, true};
    return state;
}

bool is_should(std::string_view requirement) {
    const Requirement* const found = find_requirement(requirement);
    return found != nullptr && found->level == Level::should;
}

uint64_t handle_in(const Registers& words) {
    return field_value(layouts::retrieve_mem_request, Field::memory_handle, words);
}

/// What a conforming endpoint answers, and which bits of it are demanded.
struct Wanted {
    Registers response = {};
    Registers must = {{~0u, 0, 0, 0, 0}};
    Registers should = {};
    bool refused = false; ///< any RPC status but SUCCESS

    void demand(Register reg, uint32_t mask, std::string_view by) {
        (is_should(by) ? should : must).words[reg] |= mask;
    }
};

/// The rows of the response that must be zero or fixed, and those that should.
void demand_reserved(Wanted& wanted, const Registers& request) {
    const Registers ones = {{wanted.response[W3], ~0u, ~0u, ~0u, ~0u}};
    for (const Violation& violation : inspect_response(ones, request).violations) {
        if (violation.rule == Rule::mbz) {
            wanted.must.words[violation.reg] |= violation.bits;
        } else if (violation.rule == Rule::res) {
            wanted.should.words[violation.reg] |= violation.bits;
        }
    }
}

Wanted wanted_of(const Expected& expected, Message message, const Registers& request, bool spmc_refused,
                 uint8_t interface_id) {
    Wanted wanted;
    const bool succeeds = expected.answer == Answer::success;
    wanted.response.words[W3] = request[W3];
    demand_reserved(wanted, request);
    if (message == Message::get_version) {
        wanted.response.words[W4] = TSRPC_PROTOCOL_VERSION;
        wanted.demand(W4, ~0u, "version.answer");
        return wanted;
    }
    if (succeeds) {
        wanted.demand(W4, ~0u, expected.answer_by);
        if (message == Message::service_info) { // which id it is, is the endpoint's choice
            wanted.response.words[W5] = interface_id;
        } else if (message == Message::service_call) {
            wanted.response.words[W5] = expected.served->service_status;
            wanted.response.words[W6] = expected.served->response_length.value(); // the test service says it
            wanted.demand(W5, ~0u, "call.service_status");
            wanted.demand(W6, ~0u, "call.response_length");
        }
        return wanted;
    }
    wanted.refused = expected.answer == Answer::refusal && !is_should(expected.answer_by);
    const RpcStatus status = expected.status.value_or(spmc_refused ? RpcStatus::transport_layer : RpcStatus::not_found);
    wanted.response.words[W4] = static_cast<uint32_t>(status);
    wanted.should.words[W4] = ~0u; // every status is a SHOULD
    if (message == Message::service_info) {
        wanted.demand(W5, 0xff, "service_info.unknown_uuid_interface_id");
    } else if (message == Message::service_call) {
        wanted.demand(W5, ~0u, "call.error_registers_zero");
        wanted.demand(W6, ~0u, "call.error_registers_zero");
    } else if (message == Message::unknown) {
        for (const Register reg : {W5, W6, W7}) {
            wanted.demand(reg, ~0u, "management.unknown_opcode_rest_zero");
        }
    }
    return wanted;
}

} // namespace

EndpointScript::EndpointScript(std::string id, std::string comment, std::vector<std::string> flags)
    : id_("endpoint-" + std::move(id)), comment_(std::move(comment)), flags_(std::move(flags)), state_(booted()) {}

void EndpointScript::share(uint16_t owner, uint64_t handle, uint64_t pages, uint64_t tag) {
    state_ = next(std::move(state_),
                  Said{Share{owner, pages * TSRPC_PAGE_SIZE, tag, handle}, {}, Reply{{}, Shared{handle}}});
    given_[handle] = false;
    described_.erase(handle);
}

void EndpointScript::reclaim(uint64_t handle) {
    const uint16_t owner = state_.find(handle)->owner;
    state_ = next(std::move(state_), Said{Reclaim{owner, handle}, {}, Reply{{}, Ok{}}});
}

void EndpointScript::write(uint64_t handle, std::vector<uint8_t> bytes) {
    const RegionState* const region = state_.find(handle);
    if (written_ || region == nullptr || region->held == Held::no) {
        throw std::logic_error(id_ + ": a second write before one request, or one to memory that is not retrieved");
    }
    if (bytes.size() > described_at) {
        described_.erase(handle);
    }
    written_ = Write{handle, 0, std::move(bytes)};
    state_ = next(std::move(state_), Said{*written_, {}, Reply{{}, Ok{}}});
}

void EndpointScript::refuse(int32_t error) { refusal_ = error; }

/// What the endpoint asks of its SPMC, and what it gets.
std::optional<SpmcEvent> EndpointScript::spmc_event(uint16_t sender, const Registers& words) const {
    const Message message = classify(words);
    const RegionState* const region = state_.find(handle_in(words));
    const bool is_own = region != nullptr && region->owner == sender;
    if (message == Message::retrieve_mem) {
        const uint64_t tag = field_value(layouts::retrieve_mem_request, Field::memory_tag, words);
        const bool grants = is_own && region->tag == tag && region->held == Held::no;
        return SpmcEvent{SpmcOperation::retrieve, sender, handle_in(words), tag,
                         refusal_ != 0 ? refusal_
                         : grants      ? 0
                                       : TSRPC_FFA_INVALID_PARAMETERS};
    }
    if (message == Message::relinquish_mem && is_own && region->held != Held::no) {
        return SpmcEvent{SpmcOperation::relinquish, sender, handle_in(words), 0, refusal_};
    }
    return std::nullopt;
}

/// What is left of the memory that a call names, if it is known.
void EndpointScript::add_memory(Json& step, uint16_t sender, const Registers& words, const Registers& response) {
    const uint64_t handle = handle_in(words);
    const RegionState* const region = state_.held_by(sender, handle);
    if (classify(words) != Message::service_call || region == nullptr || !region->kept || region->certain == 0) {
        return;
    }
    const auto opcode = static_cast<uint16_t>(words[W3]);
    const auto service = static_cast<Hosted>(words[W3] >> TSRPC_CONTROL_INTERFACE_ID_SHIFT & 0xff);
    if (response[W4] == 0 && opcode == TSRPC_TEST_SERVICE_DESCRIBE) {
        described_.insert_or_assign(handle, service);
    } else if (response[W4] == 0 && opcode == TSRPC_TEST_SERVICE_FILL && response[W6] > described_at) {
        described_.erase(handle);
    }
    const size_t shown = std::min({most_shown, region->certain, std::max<size_t>(response[W6] + 8u, 16)});
    std::string bytes = hex(std::span(region->content).first(shown));
    if (const auto found = described_.find(handle); found != described_.end() && shown > described_at) {
        bytes.replace(2 * described_at, 2, found->second == Hosted::test ? "i0" : "i1");
    }
    step["memory"] = {{"handle", hex64(handle)}, {"bytes", bytes}};
}

void EndpointScript::note_needs(Message message, const Registers& words) {
    regions_ = std::max(regions_, state_.held_regions());
    pages_ = std::max(pages_, state_.held_pages());
    const bool calls_twin = message == Message::service_call &&
                            (words[W3] >> TSRPC_CONTROL_INTERFACE_ID_SHIFT) == static_cast<uint32_t>(Hosted::twin);
    calls_nobody_ =
        calls_nobody_ || (message == Message::service_call &&
                          (words[W3] >> TSRPC_CONTROL_INTERFACE_ID_SHIFT) == static_cast<uint32_t>(Hosted::none));
    twin_ = twin_ || calls_twin || state_.find_service(test_service_twin_uuid()) != nullptr;
}

bool EndpointScript::try_request(uint16_t sender, const Registers& words) {
    const Message message = classify(words);
    Expected expected = expect(state_, sender, words);
    const auto service = static_cast<Hosted>(words[W3] >> TSRPC_CONTROL_INTERFACE_ID_SHIFT & 0xff);
    const bool to_nobody = message == Message::service_call && service == Hosted::none;
    if (to_nobody && expected.answer == Answer::open) { // the model cannot know which ids are assigned
        expected.answer = Answer::refusal;
        expected.answer_by = "call.unassigned_interface";
        expected.status = RpcStatus::invalid_value;
    }
    if ((expected.answer == Answer::open && message != Message::get_version) || (to_nobody && !expected.status)) {
        return false;
    }
    const std::optional<SpmcEvent> event = spmc_event(sender, words);
    const bool spmc_refused = event && event->result != 0;
    if (spmc_refused) {
        expected.answer = Answer::refusal; // which the model is told by its state
        expected.answer_by = message == Message::retrieve_mem ? "memory.refused_retrieve" : "memory.refused_relinquish";
    }
    Json step;
    if (written_) {
        step["write"] = {{"handle", hex64(written_->handle)}, {"bytes", hex(written_->bytes)}};
    }
    if (event) {
        step["spmc"] = {{"operation", message == Message::retrieve_mem ? "retrieve" : "relinquish"},
                        {"sender", sender},
                        {"handle", hex64(event->handle)},
                        {"tag", hex64(event->tag)},
                        {"result", event->result}};
        if (message == Message::retrieve_mem && event->result == 0) {
            step["spmc"]["pages"] = state_.find(event->handle)->size / TSRPC_PAGE_SIZE;
            step["spmc"]["new"] = !given_[event->handle];
            given_[event->handle] = true;
        }
    }
    const Uuid uuid =
        message == Message::service_info ? (*unpack_lenient<ServiceInfoRequest>(words)).service_uuid : Uuid{};
    const bool finds = message == Message::service_info && expected.answer == Answer::success;
    const auto found = uuid == test_service_uuid() ? Hosted::test : Hosted::twin;
    step["sender"] = sender;
    step["request"] = report::registers_to_json(words);
    if (finds || message == Message::service_call) {
        const Hosted named = finds ? found : service;
        step["service"] = named == Hosted::test ? "test" : named == Hosted::twin ? "twin" : "none";
    }
    const Wanted wanted = wanted_of(expected, message, words, spmc_refused, static_cast<uint8_t>(found));
    if (spmc_refused) { // the judge is told so
        state_ = next(std::move(state_), Said{Refuse{event->operation, event->result, 1}, {}, Reply{{}, Ok{}}});
    }
    const std::vector<SpmcEvent> events = event ? std::vector{*event} : std::vector<SpmcEvent>{};
    const Said seen = {Call{sender, words}, {}, Reply{events, Response{wanted.response}}};
    for (const Finding& finding : judge(state_, seen)) {
        throw std::logic_error(id_ + ": the judge blames the expected answer: " + finding.detail);
    }
    state_ = next(std::move(state_), seen);
    step["response"] = {{"words", report::registers_to_json(wanted.response)},
                        {"must", report::registers_to_json(wanted.must)},
                        {"should", report::registers_to_json(wanted.should)}};
    step["response"]["refused"] = wanted.refused;
    add_memory(step, sender, words, wanted.response);
    note_needs(message, words);
    steps_.push_back(std::move(step));
    written_.reset();
    refusal_ = 0;
    return true;
}

void EndpointScript::request(uint16_t sender, const Registers& words) {
    if (!try_request(sender, words)) {
        throw std::logic_error(id_ + ": the answer is open");
    }
}

void EndpointScript::get_version(uint16_t sender) { request(sender, pack(GetVersionRequest{})); }

void EndpointScript::info(const Uuid& uuid, uint16_t sender) { request(sender, pack(ServiceInfoRequest{uuid})); }

void EndpointScript::find_services(bool twin) {
    info(test_service_uuid());
    if (twin) {
        info(test_service_twin_uuid());
    }
}

void EndpointScript::retrieve(uint16_t sender, uint64_t handle, uint64_t tag) {
    request(sender, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{tag}}));
}

void EndpointScript::relinquish(uint16_t sender, uint64_t handle) {
    request(sender, pack(RelinquishMemRequest{MemoryHandle{handle}}));
}

void EndpointScript::call(uint16_t sender, Hosted service, uint16_t opcode, uint64_t handle, uint32_t length,
                          uint32_t client) {
    request(sender, Registers{{static_cast<uint32_t>(service) << TSRPC_CONTROL_INTERFACE_ID_SHIFT | opcode,
                               static_cast<uint32_t>(handle), static_cast<uint32_t>(handle >> 32), length, client}});
}

void EndpointScript::doorbell(uint16_t sender, Hosted service, uint16_t opcode, uint32_t client) {
    call(sender, service, opcode, TSRPC_INVALID_MEMORY_HANDLE, 0, client);
}

void EndpointScript::hold(uint16_t owner, uint64_t handle, uint64_t pages) {
    share(owner, handle, pages);
    retrieve(owner, handle);
}

void EndpointScript::release(uint16_t owner, uint64_t handle) {
    relinquish(owner, handle);
    reclaim(handle);
}

Json EndpointScript::json() const {
    Json json = {{"id", id_}, {"comment", comment_}, {"flags", flags_}};
    json["needs"] = {
        {"services", twin_ ? 2 : 1}, {"regions", regions_}, {"pages", pages_}, {"unassigned_id", calls_nobody_}};
    json["steps"] = steps_;
    return json;
}

} // namespace tsrpc::conformance
