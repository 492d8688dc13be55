// SPDX-License-Identifier: BSD-3-Clause
//
// SERVICE_INFO.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/successions.hpp"
#include "conformance/sp/sweeps.hpp"

#include "tsrpc/test_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// UUIDs that no SP hosts.
static std::vector<Uuid> unknown_uuids() {
    std::vector<Uuid> uuids(3);
    std::ranges::fill(uuids[1].bytes, uint8_t{0xff});
    for (size_t i = 0; i < Uuid::size; ++i) {
        uuids[2].bytes[i] = static_cast<uint8_t>(0x10 * i + 7);
    }
    constexpr std::string_view protocol = TSRPC_PROTOCOL_UUID;
    uuids.push_back(parse_uuid(protocol.data(), protocol.size()).uuid);
    return uuids;
}

/// The services that the SP hosts and the suite knows; none is a reason to skip.
static std::vector<HostedService> need_hosted(Run& run) {
    std::vector<HostedService> hosted = run.hosted_services();
    if (hosted.empty()) {
        throw Skipped("the SP hosts neither the test service nor any service of ABI 6");
    }
    return hosted;
}

static bool contains(const std::vector<HostedService>& hosted, const Uuid& uuid) {
    return std::ranges::find(hosted, uuid, &HostedService::uuid) != hosted.end();
}

TSRPC_SP_TEST(service_info, hosted) {
    for (const HostedService& service : need_hosted(run)) {
        for (const uint16_t sender : varied_senders(run.target().own_id())) {
            run.must_succeed(run.service_info(sender, service.uuid),
                             fmt::format("a hosted service asked for by 0x{:04x}", sender));
        }
    }
}

TSRPC_SP_TEST(service_info, any_time) {
    for (const Uuid& uuid : known_services()) {
        run.reset();
        const RpcStatus first = run.service_info(caller_a, uuid);
        run.get_version(caller_a);
        const RpcStatus then = run.service_info(caller_a, uuid);
        run.require(first == then, fmt::format("{} asked for first gets RPC status {}, after GET_VERSION {}",
                                               to_text(uuid).text, describe(first), describe(then)));
    }
}

TSRPC_SP_TEST(service_info, not_management) {
    for (const HostedService& service : need_hosted(run)) { // Run::request looks at the interface ids
        run.service_info(caller_a, service.uuid);
    }
}

TSRPC_SP_TEST(service_info, distinct) {
    std::set<uint8_t> ids;
    for (const HostedService& service : need_hosted(run)) {
        run.require(ids.insert(service.interface_id.value()).second,
                    fmt::format("interface id 0x{:02x} is that of two services", service.interface_id.value()));
    }
}

TSRPC_SP_TEST(service_info, stable) {
    const std::vector<HostedService> hosted = need_hosted(run);
    const auto check = [&](uint16_t sender, const char* when) {
        for (const HostedService& service : hosted) {
            run.must_succeed(run.service_info(sender, service.uuid), when);
            const uint8_t id = run.response()[W5] & 0xff;
            run.require(id == service.interface_id.value(),
                        fmt::format("{}: the interface id is 0x{:02x}, it was 0x{:02x}", when, id,
                                    service.interface_id.value()));
        }
    };
    check(caller_a, "asked again");
    for (const uint16_t sender : varied_senders(run.target().own_id())) {
        check(sender, "asked by another caller");
    }
    for (const HostedService& service : hosted) {
        run.call(caller_a, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
    }
    check(caller_a, "after calls");
    if (run.target().has_memory()) {
        const Memory memory = run.retrieved(caller_b);
        check(caller_a, "with another caller's memory retrieved");
        check(caller_b, "with memory retrieved");
        run.release(memory);
        check(caller_b, "after the memory's release");
    }
}

TSRPC_SP_TEST(service_info, unknown_uuid) {
    for (const Uuid& uuid : unknown_uuids()) {
        run.must_not_succeed(run.service_info(caller_a, uuid),
                             std::string("no service has UUID ") + to_text(uuid).text);
    }
}

TSRPC_SP_TEST(service_info, unknown_uuid_status) {
    for (const Uuid& uuid : unknown_uuids()) {
        run.must_be(run.service_info(caller_a, uuid), RpcStatus::not_found,
                    std::string("no service has UUID ") + to_text(uuid).text);
    }
}

TSRPC_SP_TEST(service_info, unknown_uuid_interface_id) {
    const auto check = [&run](const Uuid& uuid) {
        run.service_info(caller_a, uuid);
        const uint32_t id = run.response()[W5] & 0xff;
        run.require(id == 0, fmt::format("the interface id is 0x{:02x} in a response without SUCCESS", id));
    };
    const std::vector<HostedService> hosted = run.hosted_services();
    for (const Uuid& uuid : unknown_uuids()) {
        check(uuid);
        for (const HostedService& service : hosted) {
            run.service_info(caller_a, service.uuid); // whose interface id must not come back
            check(uuid);
        }
    }
}

/// UUIDs that are `uuid` in part: but for one bit, or in some of its registers or of its first bytes alone.
static std::vector<Uuid> parts_of(const Uuid& uuid) {
    std::vector<Uuid> parts;
    for (size_t bit = 0; bit < 8 * Uuid::size; ++bit) {
        parts.push_back(uuid);
        parts.back().bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
    }
    for (const uint8_t other : std::initializer_list<uint8_t>{0x00, 0xff}) {
        const auto keep = [&](const auto& is_kept) {
            parts.push_back(uuid);
            for (size_t i = 0; i < Uuid::size; ++i) {
                parts.back().bytes[i] = is_kept(i) ? uuid.bytes[i] : other;
            }
        };
        for (size_t registers = 0; registers < 0xf; ++registers) {
            keep([&](size_t i) { return (registers >> i / 4 & 1) != 0; });
        }
        for (size_t count = 1; count < Uuid::size; ++count) {
            keep([&](size_t i) { return i < count; });
        }
    }
    return parts;
}

TSRPC_SP_TEST(service_info, single_bit) {
    const std::vector<HostedService> hosted = need_hosted(run);
    for (const HostedService& service : hosted) {
        for (const Uuid& part : parts_of(service.uuid)) {
            run.service_info(caller_a, service.uuid); // what was found last is not found by a part of it
            const RpcStatus status = run.service_info(caller_a, part);
            if (!contains(hosted, part)) {
                run.must_not_succeed(status, fmt::format("{}, of which a part is that of the hosted {}",
                                                         to_text(part).text, to_text(service.uuid).text));
            }
        }
    }
}

/// The UUID in another order of its bytes: byte i is what `from` says.
template <class From>
static Uuid reordered(const Uuid& uuid, const From& from) {
    Uuid other = {};
    for (size_t i = 0; i < Uuid::size; ++i) {
        other.bytes[i] = uuid.bytes[from(i)];
    }
    return other;
}

TSRPC_SP_TEST(service_info, byte_order) {
    const struct {
        const char* name;
        size_t (*from)(size_t i);
    } mistakes[] = {
        {"the first byte most significant in its register", [](size_t i) { return i ^ 3; }},
        {"the registers in reverse order", [](size_t i) { return i ^ 12; }},
        {"all 16 bytes in reverse order", [](size_t i) { return 15 - i; }},
        {"the 64-bit halves swapped", [](size_t i) { return i ^ 8; }},
        {"the 64-bit halves each in reverse order", [](size_t i) { return i ^ 7; }},
        {"the first three groups little-endian, as in a GUID",
         [](size_t i) { return i < 4   ? 3 - i
                               : i < 8 ? i ^ 1
                                       : i; }},
    };
    // Known services are looked for whether hosted or not: an SP that mistakes the order hosts none of them.
    for (const Uuid& uuid : known_services()) {
        for (const auto& mistake : mistakes) {
            const Uuid other = reordered(uuid, mistake.from);
            run.must_not_succeed(run.service_info(caller_a, other),
                                 std::string("a service's UUID with ") + mistake.name);
        }
    }
}

/// Both kinds of response: of hosted services, where there are any, and of unknown UUIDs.
template <class Check>
static void for_both_responses(Run& run, const Check& check) {
    const std::vector<HostedService> hosted = run.hosted_services();
    for (const uint16_t sender : varied_senders(run.target().own_id())) {
        for (const HostedService& service : hosted) {
            run.service_info(sender, service.uuid);
            check("found");
        }
        for (const Uuid& uuid : unknown_uuids()) {
            run.service_info(sender, uuid);
            check("not found");
        }
    }
}

TSRPC_SP_TEST(service_info, reserved_zero) {
    for_both_responses(run, [&run](const char* kind) {
        run.require((run.response()[W6] | run.response()[W7]) == 0,
                    fmt::format("{}: W6 is {:08x}, W7 {:08x}", kind, run.response()[W6], run.response()[W7]));
    });
}

TSRPC_SP_TEST(service_info, reserved_w5) {
    for_both_responses(run, [&run](const char* kind) {
        run.require(run.response()[W5] <= 0xff, fmt::format("{}: W5 is {:08x}", kind, run.response()[W5]));
    });
    perform_successions(run, [&run](const std::string& what) {
        run.require(classify(run.response()) != Message::service_info || run.response()[W5] <= 0xff,
                    fmt::format("{}: W5 is {:08x}", what, run.response()[W5]));
    });
}
