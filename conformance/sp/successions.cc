// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/successions.hpp"

#include "conformance/sp/cases.hpp"

#include <algorithm>
#include <optional>

namespace tsrpc::conformance {
namespace {

constexpr uint64_t unknown_handle = 0x0123456789abcdef;

/// What a caller has. An SP of few slots takes less.
struct Caller {
    uint16_t id;
    std::optional<Region> held{};  ///< retrieved, and called with
    std::optional<Region> spare{}; ///< retrieved and relinquished in turn
    bool spare_is_retrieved = false;
};

struct Scene {
    Sp& sp;
    std::optional<HostedService> service{}; ///< that is called
    std::vector<Caller> callers{};
    std::vector<Callable> profile{}; ///< the calls of a profile
    size_t calls = 0;                ///< of the profile, made so far
    uint32_t client_id = 0xc0de0000;

    void call(const Caller& self, uint16_t opcode, const std::optional<Region>& region, uint32_t length) {
        if (service && region) {
            sp.post_call(self.id, make_call(service->interface_id, opcode, region->handle, length, ++client_id));
        }
    }
    const Callable& next_of_profile() { return profile[calls++ % profile.size()]; }
    void call_in_vain(const Caller& self, uint64_t handle) {
        const Callable& called = next_of_profile();
        const auto length = static_cast<uint32_t>(called.call->request.size());
        sp.post_call(self.id, make_call(called.interface_id, called.call->opcode, handle, length));
    }
    void write_u32(const Caller& self, uint32_t value) {
        if (self.held) {
            std::vector<uint8_t> bytes(4);
            put_u32(bytes, 0, value);
            sp.write(*self.held, bytes);
        }
    }
};

/// A kind of request, by one caller; it does nothing where that caller has not what it takes.
using Kind = void (*)(Scene& s, Caller& self, const Caller& other);

constexpr Kind kinds[] = {
    [](Scene& s, Caller& self, const Caller&) { s.sp.post_request(self.id, pack(GetVersionRequest{})); },
    [](Scene& s, Caller& self, const Caller&) { s.sp.post_service_info(self.id, test_service_uuid()); },
    [](Scene& s, Caller& self, const Caller&) { s.sp.post_service_info(self.id, Uuid{}); },
    [](Scene& s, Caller& self, const Caller&) {
        s.sp.post_request(self.id, {{TSRPC_CONTROL_INTERFACE_ID_MASK | 0x7777, 0, 0, 0, 0}});
    },
    // RETRIEVE_MEM, RELINQ_MEM
    [](Scene& s, Caller& self, const Caller&) {
        if (self.spare && !self.spare_is_retrieved) {
            s.sp.post_retrieve(self.id, self.spare->handle, self.spare->tag);
            self.spare_is_retrieved = true;
        }
    },
    [](Scene& s, Caller& self, const Caller&) {
        if (self.spare) {
            s.sp.post_relinquish(self.id, self.spare->handle);
            self.spare_is_retrieved = false;
        }
    },
    [](Scene& s, Caller& self, const Caller& other) {
        if (other.held) {
            s.sp.post_retrieve(self.id, other.held->handle, other.held->tag);
        }
    },
    [](Scene& s, Caller& self, const Caller&) { s.sp.post_retrieve(self.id, unknown_handle); },
    [](Scene& s, Caller& self, const Caller&) { s.sp.post_relinquish(self.id, unknown_handle); },
    [](Scene& s, Caller& self, const Caller& other) {
        if (other.held) {
            s.sp.post_relinquish(self.id, other.held->handle);
        }
    },
    [](Scene& s, Caller& self, const Caller&) {
        if (self.held && s.sp.test().target().can_refuse) {
            s.sp.refuse(SpmcOperation::relinquish);
            s.sp.post_relinquish(self.id, self.held->handle);
            s.sp.allow(SpmcOperation::relinquish);
        }
    },
    // calls that are served
    [](Scene& s, Caller& self, const Caller&) { s.call(self, TSRPC_TEST_SERVICE_NOP, self.held, 9); },
    [](Scene& s, Caller& self, const Caller&) { s.call(self, TSRPC_TEST_SERVICE_ECHO, self.held, 4000); },
    [](Scene& s, Caller& self, const Caller&) {
        s.call(self, TSRPC_TEST_SERVICE_DESCRIBE, self.held, 33);
        if (self.held) {
            s.sp.post(Read{self.held->handle, 0, 16});
        }
    },
    [](Scene& s, Caller& self, const Caller&) {
        s.write_u32(self, 0xfffffffb); // also an RPC status, TRANSPORT_LAYER
        s.call(self, TSRPC_TEST_SERVICE_STATUS, self.held, 4);
    },
    [](Scene& s, Caller& self, const Caller&) {
        s.write_u32(self, 77);
        s.call(self, TSRPC_TEST_SERVICE_FILL, self.held, 5);
    },
    [](Scene& s, Caller& self, const Caller&) {
        if (s.service) {
            s.sp.post_call(self.id, make_doorbell(s.service->interface_id, TSRPC_TEST_SERVICE_NOP_LAST));
        }
    },
    [](Scene& s, Caller& self, const Caller&) { s.call(self, TSRPC_TEST_SERVICE_NOP, self.spare, 0); },
    // calls that are not
    [](Scene& s, Caller& self, const Caller&) { s.call(self, 0xfffe, self.held, 16); },
    [](Scene& s, Caller& self, const Caller&) { // of another interface, which may be a service's
        if (s.service) {
            const int next = (s.service->interface_id.value() + 1) % TSRPC_MANAGEMENT_INTERFACE_ID;
            s.sp.post_call(self.id, make_doorbell(InterfaceId{static_cast<uint8_t>(next)}, 0xfffe));
        }
    },
    [](Scene& s, Caller& self, const Caller&) {
        if (s.service) {
            s.sp.post_call(self.id, make_call(s.service->interface_id, TSRPC_TEST_SERVICE_DESCRIBE, unknown_handle, 0));
        }
    },
    [](Scene& s, Caller& self, const Caller& other) { s.call(self, TSRPC_TEST_SERVICE_DESCRIBE, other.held, 0); },
    [](Scene& s, Caller& self, const Caller&) { s.call(self, TSRPC_TEST_SERVICE_NOP, self.held, 0x100001); },
    [](Scene& s, Caller& self, const Caller&) { s.call(self, TSRPC_TEST_SERVICE_STATUS, self.held, 3); },
};

/// The same, of a profile that has calls.
constexpr Kind kinds_of_profile[] = {
    [](Scene& s, Caller& self, const Caller&) {
        if (self.held) {
            s.sp.post_known(*self.held, s.next_of_profile());
        }
    },
    [](Scene& s, Caller& self, const Caller&) { s.call_in_vain(self, unknown_handle); },
    [](Scene& s, Caller& self, const Caller& other) {
        if (other.held) {
            s.call_in_vain(self, other.held->handle);
        }
    },
};

std::optional<Region> take(Sp& sp, uint16_t owner, uint64_t pages, uint64_t tag) {
    const Region region = sp.share(owner, pages, tag);
    sp.fill(region, 0xb7);
    if (sp.state().held_by(owner, region.handle) || sp.retrieve(owner, region.handle, tag) == RpcStatus::success) {
        sp.fill(region, 0xb7);
        return region;
    }
    sp.reclaim(region);
    return std::nullopt;
}

void take_memory(Sp& sp, std::vector<Caller>& callers) {
    for (Caller& caller : callers) {
        caller.held = take(sp, caller.id, std::min<uint64_t>(sp.capacity().pages_of_region, 2), caller.id);
    }
    if (!sp.test().target().any_words) {
        return; // sharing and retrieving are one there
    }
    for (Caller& caller : callers) {
        caller.spare = take(sp, caller.id, 1, 0xfedcba9876543210);
        caller.spare_is_retrieved = caller.spare.has_value();
    }
    // Only where all of them can be retrieved at a time is it known what is answered.
    if (std::ranges::any_of(callers, [](const Caller& caller) { return !caller.spare; })) {
        for (Caller& caller : callers) {
            if (caller.spare) {
                sp.release(*caller.spare);
                caller.spare.reset();
            }
        }
    }
}

} // namespace

void perform_successions(Sp& sp) {
    sp.need_any_words();
    Scene scene = {sp};
    const std::vector<HostedService> services = sp.find_test_services();
    const auto service = [&services](size_t n) {
        return services.empty() ? std::nullopt : std::optional(services[n % services.size()]);
    };
    const std::vector<uint16_t> ids = sp.allowed({sp.a(), 0x8765});
    for (const uint16_t id : ids) {
        scene.callers.push_back({id});
    }
    if (sp.has_memory()) {
        take_memory(sp, scene.callers);
    }
    scene.profile = sp.find_callables();
    std::erase_if(scene.profile, [](const Callable& callable) { return callable.is_test_service(); });
    std::vector<Kind> all(std::begin(kinds), std::end(kinds));
    if (!scene.profile.empty()) {
        all.insert(all.end(), std::begin(kinds_of_profile), std::end(kinds_of_profile));
    }
    std::vector<std::pair<Kind, Kind>> pairs;
    for (const Kind first : all) {
        for (const Kind second : all) {
            pairs.emplace_back(first, second);
        }
    }
    const size_t count = scene.callers.size();
    for (const auto& [first, second] : sp.sample(pairs, 16)) {
        for (unsigned i = 0; i < 8; ++i) { // twice, since some requests do one thing and another in turn
            scene.service = service(i + i / 4);
            first(scene, scene.callers[i % 2 % count], scene.callers[(1 + i) % 2 % count]);
            scene.service = service(i + i / 2);
            second(scene, scene.callers[i / 2 % 2 % count], scene.callers[(1 + i / 2) % 2 % count]);
        }
    }
    sp.look_at_all();
    sp.flush();
}

} // namespace tsrpc::conformance

TSRPC_SP_TEST(robustness, successions) {
    sp.test().count_all_levels();
    tsrpc::conformance::perform_successions(sp);
}
