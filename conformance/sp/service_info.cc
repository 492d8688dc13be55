// SPDX-License-Identifier: BSD-3-Clause
//
// SERVICE_INFO.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/successions.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

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

static bool contains(const std::vector<HostedService>& hosted, const Uuid& uuid) {
    return std::ranges::find(hosted, uuid, &HostedService::uuid) != hosted.end();
}

/// No service has this UUID: what is answered must not be SUCCESS.
static void require_unknown(Sp& sp, const Uuid& uuid, const std::string& what) {
    sp.must_not_succeed(sp.service_info(sp.a(), uuid), what);
}

TSRPC_SP_TEST(service_info, hosted) {
    for (const Uuid& uuid : sp.test().options().services) { // the judge knows that these are hosted
        sp.service_info(sp.a(), uuid);
    }
    for (const HostedService& service : sp.need_hosted()) {
        for (const uint16_t sender : sp.allowed(varied_senders())) {
            sp.post_service_info(sender, service.uuid);
        }
    }
}

TSRPC_SP_TEST(service_info, any_time) {
    sp.own({"service_info.hosted"});
    for (const Uuid& uuid : known_services()) {
        sp.boot();
        const RpcStatus first = sp.service_info(sp.a(), uuid);
        sp.get_version(sp.a());
        const RpcStatus then = sp.service_info(sp.a(), uuid);
        sp.require(first == then,
                   fmt::format("SERVICE_INFO for {} gets RPC status {} before GET_VERSION, and {} after it",
                               to_text(uuid).text, static_cast<int32_t>(first), static_cast<int32_t>(then)));
    }
}

TSRPC_SP_TEST(service_info, not_management) { sp.need_hosted(); }

TSRPC_SP_TEST(service_info, distinct) { sp.need_hosted(); }

TSRPC_SP_TEST(service_info, stable) {
    const std::vector<HostedService> hosted = sp.need_hosted();
    const auto ask = [&](uint16_t sender) {
        for (const HostedService& service : hosted) {
            sp.post_service_info(sender, service.uuid);
        }
    };
    ask(sp.a());
    for (const uint16_t sender : sp.allowed(varied_senders())) {
        ask(sender);
    }
    for (const HostedService& service : hosted) {
        sp.post_call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
    }
    ask(sp.a());
    if (sp.has_memory()) {
        for (const uint16_t owner : sp.allowed({sp.a(), 0x0002})) {
            const Region region = sp.retrieved(owner);
            ask(sp.a());
            ask(owner);
            sp.release(region);
            ask(owner);
        }
    }
}

TSRPC_SP_TEST(service_info, unknown_uuid) {
    for (const Uuid& uuid : unknown_uuids()) {
        require_unknown(sp, uuid, std::string("no service has UUID ") + to_text(uuid).text);
    }
}

/// Unknown UUIDs, asked for first and right after each hosted one, whose answer must not come back.
static void ask_for_unknown(Sp& sp) {
    const std::vector<HostedService> hosted = sp.hosted_services();
    for (const Uuid& uuid : unknown_uuids()) {
        sp.post_service_info(sp.a(), uuid);
        for (const HostedService& service : hosted) {
            sp.post_service_info(sp.a(), service.uuid);
            sp.post_service_info(sp.a(), uuid);
        }
    }
}

TSRPC_SP_TEST(service_info, unknown_uuid_status) { ask_for_unknown(sp); }

TSRPC_SP_TEST(service_info, unknown_uuid_interface_id) { ask_for_unknown(sp); }

/// UUIDs that are `uuid` in part: but for one bit, or one byte, or in some of its registers or of its first bytes
/// alone.
static std::vector<Uuid> parts_of(const Uuid& uuid) {
    std::vector<Uuid> parts;
    for (size_t bit = 0; bit < 8 * Uuid::size; ++bit) {
        parts.push_back(uuid);
        parts.back().bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
    }
    for (size_t i = 0; i < Uuid::size; ++i) {
        parts.push_back(uuid);
        parts.back().bytes[i] ^= 0xff;
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

/// UUIDs with some words of one and the others of the other.
static std::vector<Uuid> mixtures_of(const Uuid& one, const Uuid& other) {
    std::vector<Uuid> mixtures;
    for (size_t words = 1; words < 0xf; ++words) {
        mixtures.push_back(other);
        for (size_t i = 0; i < Uuid::size; ++i) {
            mixtures.back().bytes[i] = (words >> i / 4 & 1) != 0 ? one.bytes[i] : other.bytes[i];
        }
    }
    return mixtures;
}

TSRPC_SP_TEST(service_info, single_bit) {
    sp.own({"service_info.unknown_uuid", "service_info.distinct"});
    const std::vector<HostedService> hosted = sp.need_hosted();
    for (const HostedService& service : hosted) {
        for (const Uuid& part : sp.sample(parts_of(service.uuid), 2)) {
            sp.post_service_info(sp.a(), service.uuid); // what was found last is not found by a part of it
            if (!contains(hosted, part)) {
                require_unknown(sp, part,
                                fmt::format("{}, which has a part of the hosted {}", to_text(part).text,
                                            to_text(service.uuid).text));
            }
        }
    }
    for (size_t i = 1; i < hosted.size(); ++i) {
        for (const Uuid& mixture : sp.sample(mixtures_of(hosted[i - 1].uuid, hosted[i].uuid), 1)) {
            if (!contains(hosted, mixture)) {
                require_unknown(sp, mixture,
                                fmt::format("{}, which has some words of the hosted {} and others of {}",
                                            to_text(mixture).text, to_text(hosted[i - 1].uuid).text,
                                            to_text(hosted[i].uuid).text));
            }
        }
    }
}

TSRPC_SP_TEST(service_info, byte_order) {
    sp.own({"service_info.unknown_uuid", "service_info.distinct"});
    // Known services are looked for whether hosted or not: an SP that mistakes the order hosts none of them.
    for (const Uuid& uuid : known_services()) {
        for (const MistakenOrder& order : mistaken_orders()) {
            sp.post_service_info(sp.a(), reordered(uuid, order));
        }
    }
}

/// Both kinds of response: of hosted services, where there are any, and of unknown UUIDs.
static void ask_for_both(Sp& sp) {
    const std::vector<HostedService> hosted = sp.hosted_services();
    for (const uint16_t sender : sp.allowed(varied_senders())) {
        for (const HostedService& service : hosted) {
            sp.post_service_info(sender, service.uuid);
        }
        for (const Uuid& uuid : unknown_uuids()) {
            sp.post_service_info(sender, uuid);
        }
    }
}

TSRPC_SP_TEST(service_info, reserved_zero) { ask_for_both(sp); }

TSRPC_SP_TEST(service_info, reserved_w5) {
    ask_for_both(sp);
    sp.flush();
    perform_successions(sp);
}
