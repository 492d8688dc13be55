// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/facts.hpp"

#include "conformance/sp/capacity.hpp"
#include "conformance/sp/measure.hpp"
#include "conformance/sp/profile_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

namespace tsrpc::conformance {
namespace {

/// Makes the call once, in memory of a page.
std::string try_call(Measure& measure, uint16_t sender, InterfaceId id, const ProfileCall& call) {
    const auto request = [&](uint64_t handle) {
        const ServiceCallRequest words = {id, Opcode{call.opcode}, MemoryHandle{handle},
                                          RequestLength{static_cast<uint32_t>(call.request.size())}, ClientId{0}};
        return measure.request(sender, pack(words));
    };
    if (call.doorbell) {
        return difference(call, request(TSRPC_INVALID_MEMORY_HANDLE), {});
    }
    if (!measure.target().has_memory) {
        return "the target has no memory to share";
    }
    const std::optional<uint64_t> handle = measure.retrieve(sender, 1);
    if (!handle) {
        return "the SP retrieves no memory for it";
    }
    if (!call.request.empty()) {
        measure.say(Write{*handle, 0, call.request});
    }
    const Registers response = request(*handle);
    std::vector<uint8_t> content;
    if (call.response && !call.response->empty()) {
        const auto* const bytes = std::get_if<Bytes>(&measure.say(Read{*handle, 0, call.response->size()}));
        content = bytes == nullptr ? content : bytes->bytes;
    }
    measure.give_back();
    return difference(call, response, content);
}

/// Makes the call twice for each of two callers: it is answered alike each time.
std::string try_often(Measure& measure, const Uuid& service, const ProfileCall& call) {
    const Registers info = measure.request(measure.one(), pack(ServiceInfoRequest{service}));
    if (info[W4] != TSRPC_RPC_SUCCESS) {
        return "the SP does not host its service";
    }
    const InterfaceId id{static_cast<uint8_t>(info[W5])};
    for (const uint16_t sender : {measure.one(), measure.other()}) {
        for (const char* const time : {"first", "second"}) {
            const std::string wrong = try_call(measure, sender, id, call);
            if (!wrong.empty()) {
                return fmt::format("for caller 0x{:04x}, the {} time, {}", sender, time, wrong);
            }
        }
    }
    return "";
}

/// Whatever happens, the target is as after hello then.
std::string try_apart(Test& test, const Uuid& service, const ProfileCall& call) {
    try {
        Measure measure(test);
        std::string wrong = try_often(measure, service, call);
        measure.give_back();
        if (test.target().can_reset) {
            measure.say(Reset{});
        }
        return wrong;
    } catch (const TargetLost& lost) {
        test.restart();
        return fmt::format("the SP is lost: {}", lost.what());
    } catch (const NotRun& not_run) {
        test.restart();
        return not_run.what();
    } catch (const Unreachable& unreachable) {
        return unreachable.what();
    }
}

std::vector<TriedCall> try_calls(Test& test) {
    std::vector<TriedCall> tried;
    const std::vector<ProfileService>& services = test.options().profile.services;
    for (size_t service = 0; service < services.size(); ++service) {
        const std::vector<ProfileCall>& calls = services[service].calls;
        for (size_t call = 0; call < calls.size(); ++call) {
            tried.push_back({service, call, try_apart(test, services[service].uuid, calls[call])});
        }
    }
    return tried;
}

} // namespace

const Facts& measured_facts(Test& test) {
    std::any& facts = test.run().facts;
    if (!facts.has_value()) {
        Facts measured;
        test.aside([&] {
            measured.capacity = measure_capacity(test);
            measured.calls = try_calls(test);
        });
        facts = measured;
    }
    return std::any_cast<const Facts&>(facts);
}

} // namespace tsrpc::conformance
