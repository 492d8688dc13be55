// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/successions.hpp"

#include "conformance/sp/cases.hpp"
#include "conformance/sp/test_service_calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tsrpc::conformance {
namespace {

constexpr uint64_t unknown_handle = 0x0123456789abcdef;
constexpr uint8_t untouched = 0xb7;                     ///< in all memory, but where the test service reads and writes
constexpr uint64_t held_pages = 2;                      ///< of the memory that is called with
constexpr uint32_t echo_length = TSRPC_PAGE_SIZE + 100; ///< of all response lengths the largest
constexpr uint32_t fill_length = 77;
constexpr uint32_t service_status = 0xfffffffb; ///< also an RPC status, TRANSPORT_LAYER

/// What a caller has. An SP of few slots takes less.
struct Caller {
    uint16_t id;
    std::optional<Memory> held;  ///< retrieved, and called with
    std::optional<Memory> spare; ///< retrieved and relinquished in turn
    bool spare_is_retrieved = false;
};

class Successions;

/// A kind of request. It checks its response itself.
struct Kind {
    const char* name;
    bool (*is_possible)(const Successions& s, const Caller& self, const Caller& other);
    void (*perform)(Successions& s, Caller& self, const Caller& other);
};

class Successions {
  public:
    Successions(Run& test, const std::function<void(const std::string& what)>& look)
        : run(test), service(test.find_service(test_service_uuid())), look_(look) {
        if (run.target().has_memory()) {
            take_memory();
        }
    }

    /// The request of `kind` by `self`.
    void perform(const Kind& kind, Caller& self, const Caller& other) {
        if (kind.is_possible(*this, self, other)) {
            before_ = std::move(now_);
            now_ = fmt::format("{} by 0x{:04x}", kind.name, self.id);
            kind.perform(*this, self, other);
            if (look_) {
                look_(what());
            }
        }
    }

    void expect(bool ok, const std::string& seen) const {
        if (!ok && !look_) {
            run.require(false, "robustness.successions", fmt::format("{}: {}", what(), seen));
        }
    }
    void expect_success(RpcStatus status) const {
        expect(status == RpcStatus::success, "RPC status is " + describe(status));
    }
    void expect_refusal(RpcStatus status) const { expect(status != RpcStatus::success, "RPC status is SUCCESS"); }

    CallResult call(const Caller& self, uint16_t opcode, uint64_t handle, uint32_t length) {
        return run.call(self.id, make_call(service->interface_id, opcode, handle, length, ++client_id));
    }

    /// A call that succeeds with that status and response length.
    void expect_call(const Caller& self, uint16_t opcode, uint64_t handle, uint32_t length, uint32_t status,
                     uint32_t response_length) {
        const CallResult result = call(self, opcode, handle, length);
        expect_success(result.rpc_status);
        expect(result.service_status == status, fmt::format("service status is {:08x}", result.service_status));
        expect(result.response_length == response_length, fmt::format("response length is {}", result.response_length));
    }

    void require_untouched() const {
        for (const Caller& caller : callers) {
            if (caller.held) {
                const std::vector<uint8_t> content = run.read(*caller.held, caller.held->size);
                expect(std::all_of(content.begin() + echo_length, content.end(), is_untouched),
                       fmt::format("memory of 0x{:04x} beyond all requests and responses has changed", caller.id));
            }
            if (caller.spare) {
                expect(std::ranges::all_of(run.read(*caller.spare, caller.spare->size), is_untouched),
                       fmt::format("memory of 0x{:04x} that is retrieved and relinquished has changed", caller.id));
            }
        }
    }

    Run& run;
    const std::optional<HostedService> service;
    Caller callers[2] = {{caller_a, {}, {}}, {0x8765, {}, {}}};
    uint32_t client_id = 0xc0de0000;

  private:
    static bool is_untouched(uint8_t byte) { return byte == untouched; }

    std::optional<Memory> take(uint16_t owner, uint64_t pages, uint64_t tag) {
        const Memory memory = run.share(owner, pages, tag);
        run.fill(memory, untouched);
        return run.retrieve(owner, memory.handle, memory.tag) == RpcStatus::success ? std::optional(memory)
                                                                                    : std::nullopt;
    }

    void take_memory() {
        for (Caller& caller : callers) {
            caller.held = take(caller.id, held_pages, caller.id);
        }
        run.require(callers[0].held.has_value(), "memory.retrieve",
                    "the first RETRIEVE_MEM is not answered with SUCCESS");
        // Only where all of them can be retrieved at a time is a refusal wrong.
        for (Caller& caller : callers) {
            caller.spare = take(caller.id, 1, 0xfedcba9876543210);
            caller.spare_is_retrieved = caller.spare.has_value();
        }
        if (!callers[0].spare || !callers[1].spare) {
            for (Caller& caller : callers) {
                if (caller.spare) {
                    run.release(*caller.spare);
                }
                caller.spare.reset();
            }
        }
    }

    std::string what() const { return fmt::format("{}, after {}", now_, before_); }

    const std::function<void(const std::string& what)>& look_;
    std::string before_ = "RETRIEVE_MEM";
    std::string now_ = before_;
};

bool always(const Successions&, const Caller&, const Caller&) { return true; }
bool has_service(const Successions& s, const Caller&, const Caller&) { return s.service.has_value(); }
bool has_spare(const Successions&, const Caller& self, const Caller&) { return self.spare.has_value(); }
bool has_relinquished_spare(const Successions&, const Caller& self, const Caller&) {
    return self.spare && !self.spare_is_retrieved;
}
bool can_refuse_retrieve(const Successions& s, const Caller& self, const Caller& other) {
    return has_relinquished_spare(s, self, other) && s.run.target().has_spmc();
}
bool has_other(const Successions&, const Caller&, const Caller& other) { return other.held.has_value(); }
bool can_refuse(const Successions& s, const Caller& self, const Caller&) {
    return self.held && s.run.target().has_spmc();
}
bool can_call(const Successions& s, const Caller& self, const Caller&) { return s.service && self.held; }
bool can_call_spare(const Successions& s, const Caller& self, const Caller&) { return s.service && self.spare; }
bool can_call_other(const Successions& s, const Caller&, const Caller& other) { return s.service && other.held; }

const Kind kinds[] = {
    {"GET_VERSION", always,
     [](Successions& s, Caller& self, const Caller&) {
         const uint32_t version = s.run.get_version(self.id);
         s.expect(version == TSRPC_PROTOCOL_VERSION, fmt::format("the version is {}", version));
     }},
    {"SERVICE_INFO", has_service,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_success(s.run.service_info(self.id, s.service->uuid));
         const uint32_t id = s.run.response()[W5] & 0xff;
         s.expect(id == s.service->interface_id.value(), fmt::format("the interface id is 0x{:02x}", id));
     }},
    {"SERVICE_INFO for no service", always,
     [](Successions& s, Caller& self, const Caller&) { s.expect_refusal(s.run.service_info(self.id, Uuid{})); }},
    {"an unknown management opcode", always,
     [](Successions& s, Caller& self, const Caller&) {
         const Registers response = s.run.request(self.id, {{TSRPC_CONTROL_INTERFACE_ID_MASK | 0x4321, 1, 2, 3, 4}});
         s.expect(response[W4] != 0, "RPC status is SUCCESS");
     }},

    {"RETRIEVE_MEM or RELINQ_MEM", has_spare,
     [](Successions& s, Caller& self, const Caller&) {
         const Memory& spare = *self.spare;
         s.expect_success(self.spare_is_retrieved ? s.run.relinquish(self.id, spare.handle)
                                                  : s.run.retrieve(self.id, spare.handle, spare.tag));
         self.spare_is_retrieved = !self.spare_is_retrieved;
     }},
    {"RETRIEVE_MEM that the SPMC refuses", can_refuse_retrieve,
     [](Successions& s, Caller& self, const Caller&) {
         s.run.refuse(SpmcOperation::retrieve);
         s.expect_refusal(s.run.retrieve(self.id, self.spare->handle, self.spare->tag));
         s.run.allow(SpmcOperation::retrieve);
     }},
    {"RELINQ_MEM of memory relinquished before", has_relinquished_spare,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_refusal(s.run.relinquish(self.id, self.spare->handle));
     }},
    {"RETRIEVE_MEM of another caller's memory", has_other,
     [](Successions& s, Caller& self, const Caller& other) {
         s.expect_refusal(s.run.retrieve(self.id, other.held->handle, other.held->tag));
     }},
    {"RETRIEVE_MEM of nothing", always,
     [](Successions& s, Caller& self, const Caller&) { s.expect_refusal(s.run.retrieve(self.id, unknown_handle, 0)); }},
    {"RELINQ_MEM of nothing", always,
     [](Successions& s, Caller& self, const Caller&) { s.expect_refusal(s.run.relinquish(self.id, unknown_handle)); }},
    {"RELINQ_MEM of another caller's memory", has_other,
     [](Successions& s, Caller& self, const Caller& other) {
         s.expect_refusal(s.run.relinquish(self.id, other.held->handle));
     }},
    {"RELINQ_MEM that the SPMC refuses", can_refuse,
     [](Successions& s, Caller& self, const Caller&) {
         s.run.refuse(SpmcOperation::relinquish);
         s.expect_refusal(s.run.relinquish(self.id, self.held->handle));
         s.run.allow(SpmcOperation::relinquish);
     }},

    {"NOP", can_call,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_call(self, TSRPC_TEST_SERVICE_NOP, self.held->handle, 9, 0, 0);
     }},
    {"ECHO", can_call,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_call(self, TSRPC_TEST_SERVICE_ECHO, self.held->handle, echo_length, 0, echo_length);
     }},
    {"DESCRIBE", can_call,
     [](Successions& s, Caller& self, const Caller&) {
         constexpr uint32_t length = TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH;
         s.expect_call(self, TSRPC_TEST_SERVICE_DESCRIBE, self.held->handle, 33, 0, length);
         const Description seen = parse_description(s.run.read(*self.held, length));
         s.expect(seen.sender_id == self.id && seen.opcode == TSRPC_TEST_SERVICE_DESCRIBE &&
                      seen.client_id == s.client_id && seen.request_length == 33,
                  "the service saw another sender, opcode, client id or request length");
     }},
    {"STATUS", can_call,
     [](Successions& s, Caller& self, const Caller&) {
         std::vector<uint8_t> request(TSRPC_TEST_SERVICE_STATUS_REQUEST_LENGTH);
         put_u32(request, 0, service_status);
         s.run.write(*self.held, request);
         s.expect_call(self, TSRPC_TEST_SERVICE_STATUS, self.held->handle, 4, service_status, 0);
     }},
    {"FILL", can_call,
     [](Successions& s, Caller& self, const Caller&) {
         std::vector<uint8_t> request(TSRPC_TEST_SERVICE_FILL_REQUEST_LENGTH);
         put_u32(request, 0, fill_length);
         s.run.write(*self.held, request);
         s.expect_call(self, TSRPC_TEST_SERVICE_FILL, self.held->handle, 5, 0, fill_length);
     }},
    {"a doorbell", has_service,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_call(self, TSRPC_TEST_SERVICE_NOP_LAST, TSRPC_INVALID_MEMORY_HANDLE, 0, 0, 0);
     }},
    {"NOP with the memory that is retrieved in turn", can_call_spare,
     [](Successions& s, Caller& self, const Caller&) {
         const RpcStatus status = s.call(self, TSRPC_TEST_SERVICE_NOP, self.spare->handle, 0).rpc_status;
         s.expect((status == RpcStatus::success) == self.spare_is_retrieved,
                  fmt::format("RPC status is {}, the memory is {}retrieved", describe(status),
                              self.spare_is_retrieved ? "" : "not "));
     }},

    {"a call with an unknown opcode", can_call,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_refusal(s.call(self, 0xfffe, self.held->handle, 16).rpc_status);
     }},
    {"a call of another interface", has_service, // which may be a service's
     [](Successions& s, Caller& self, const Caller&) {
         const int next = (s.service->interface_id.value() + 1) % TSRPC_MANAGEMENT_INTERFACE_ID;
         s.run.call(self.id, make_doorbell(InterfaceId{static_cast<uint8_t>(next)}, 0xfffe));
     }},
    {"a call with an unknown handle", has_service,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_refusal(s.call(self, TSRPC_TEST_SERVICE_NOP, unknown_handle, 0).rpc_status);
     }},
    {"a call with another caller's memory", can_call_other,
     [](Successions& s, Caller& self, const Caller& other) {
         s.expect_refusal(s.call(self, TSRPC_TEST_SERVICE_NOP, other.held->handle, 0).rpc_status);
     }},
    {"a call with a length over the memory", can_call,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_refusal(
             s.call(self, TSRPC_TEST_SERVICE_NOP, self.held->handle, held_pages * TSRPC_PAGE_SIZE + 1).rpc_status);
     }},
    {"STATUS with a request too short", can_call,
     [](Successions& s, Caller& self, const Caller&) {
         s.expect_refusal(s.call(self, TSRPC_TEST_SERVICE_STATUS, self.held->handle, 3).rpc_status);
     }},
};

} // namespace

void perform_successions(Run& run, const std::function<void(const std::string& what)>& look) {
    Successions s(run, look);
    for (const Kind& first : kinds) {
        for (const Kind& second : kinds) {
            // Twice, since some requests do one thing and another in turn.
            for (unsigned i = 0; i < 8; ++i) {
                s.perform(first, s.callers[i % 2], s.callers[1 - i % 2]);
                s.perform(second, s.callers[i / 2 % 2], s.callers[1 - i / 2 % 2]);
            }
        }
    }
    s.require_untouched();
}

} // namespace tsrpc::conformance

TSRPC_SP_TEST(robustness, successions) { tsrpc::conformance::perform_successions(run, nullptr); }
