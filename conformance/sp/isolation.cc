// SPDX-License-Identifier: BSD-3-Clause
//
// Memory belongs to one caller: what another one can do with it, which is nothing.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"
#include "conformance/sp/test_service_calls.hpp"

#include <fmt/format.h>
#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

static ServiceCallRequest echo(const HostedService& service, const Memory& memory) {
    return make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, 16);
}

TSRPC_SP_TEST(isolation, foreign_call) {
    const HostedService service = run.test_service();
    const Memory memory = run.retrieved(caller_a);
    run.must_not_succeed(run.call(caller_b, echo(service, memory)).rpc_status, "a call with another caller's memory");
    run.must_succeed(run.call(caller_a, echo(service, memory)).rpc_status, "the owner's call after it");
    const Memory own = run.retrieved(caller_b);
    run.must_not_succeed(run.call(caller_b, echo(service, memory)).rpc_status,
                         "a call with another caller's memory, own memory retrieved");
    run.must_not_succeed(run.call(caller_a, echo(service, own)).rpc_status, "the same the other way round");
}

TSRPC_SP_TEST(isolation, former_owner) {
    const HostedService service = run.test_service();
    const Memory former = run.retrieved(caller_a);
    run.must_succeed(run.call(caller_a, echo(service, former)).rpc_status, "the owner's call");
    run.release(former);
    const Memory memory = run.retrieved_as(caller_b, former.handle);
    run.must_not_succeed(run.call(caller_a, echo(service, memory)).rpc_status,
                         "a call with memory of another caller, whose handle was the sender's before");
    run.must_not_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM of the same");
    run.must_succeed(run.call(caller_b, echo(service, memory)).rpc_status, "the owner's call after it");
    run.release(memory);
}

TSRPC_SP_TEST(isolation, foreign_call_status) {
    const HostedService service = run.test_service();
    const Memory memory = run.retrieved(caller_a);
    run.must_be(run.call(caller_b, echo(service, memory)).rpc_status, RpcStatus::not_found,
                "a call with another caller's memory");
}

TSRPC_SP_TEST(isolation, foreign_retrieve) {
    const Memory memory = run.share(caller_a);
    run.must_not_succeed(run.retrieve(caller_b, memory.handle, memory.tag), "RETRIEVE_MEM of another caller's memory");
    run.must_succeed(run.retrieve(caller_a, memory.handle, memory.tag), "the owner's RETRIEVE_MEM after it");
    run.must_not_succeed(run.retrieve(caller_b, memory.handle, memory.tag),
                         "RETRIEVE_MEM of memory that another caller has retrieved");
    run.must_not_succeed(run.relinquish(caller_b, memory.handle), "RELINQ_MEM of what the sender could not retrieve");
    run.must_succeed(run.relinquish(caller_a, memory.handle), "the owner's RELINQ_MEM after it");
    run.reclaim(memory);
}

TSRPC_SP_TEST(isolation, foreign_relinquish) {
    const Memory memory = run.retrieved(caller_a);
    for (const uint16_t sender : near_senders(caller_a, run.target().own_id())) {
        run.must_not_succeed(run.relinquish(sender, memory.handle),
                             fmt::format("RELINQ_MEM by 0x{:04x} of memory of 0x{:04x}", sender, caller_a));
        run.require(run.spmc_events().empty(), "RELINQ_MEM of another caller's memory led to a call of the SPMC");
    }
    run.must_succeed(run.relinquish(caller_a, memory.handle), "the owner's RELINQ_MEM after it");
    run.reclaim(memory);
}

TSRPC_SP_TEST(isolation, foreign_relinquish_status) {
    const Memory memory = run.retrieved(caller_a);
    run.must_be(run.relinquish(caller_b, memory.handle), RpcStatus::not_found, "RELINQ_MEM of another caller's memory");
}

TSRPC_SP_TEST(isolation, sender_bits) {
    const HostedService service = run.test_service();
    for (const uint16_t owner : std::initializer_list<uint16_t>{caller_a, uint16_t{0x0000}, uint16_t{0x8765}}) {
        const Memory memory = run.retrieved(owner);
        for (const uint16_t sender : near_senders(owner, run.target().own_id())) {
            run.must_not_succeed(run.call(sender, echo(service, memory)).rpc_status,
                                 fmt::format("a call by 0x{:04x} with memory of 0x{:04x}", sender, owner));
        }
        run.release(memory);
    }
}

TSRPC_SP_TEST(isolation, interleaved) {
    const HostedService service = run.test_service();
    const Memory a = run.retrieved(caller_a);
    const Memory b = run.retrieved(caller_b);
    for (uint32_t round = 0; round < 16; ++round) {
        for (const Memory& memory : {a, b}) {
            const Memory& other = memory.owner == a.owner ? b : a;
            run.fill(other, 0x66);
            const uint32_t client_id = memory.owner * 0x10001u + round;
            const Description seen = describe_call(run, memory, service.interface_id, round, client_id);
            run.require(seen.sender_id == memory.owner && seen.client_id == client_id && seen.request_length == round,
                        fmt::format("the service saw sender 0x{:04x}, client id {:08x} and request length {}",
                                    seen.sender_id, seen.client_id, seen.request_length));
            require_content(run, other, std::vector<uint8_t>(other.size, 0x66), "another caller's call");
        }
    }
    run.release(a);
    run.release(b);
}

TSRPC_SP_TEST(isolation, separate_release) {
    const HostedService service = run.test_service();
    const Memory kept[] = {run.retrieved(caller_a), run.retrieved(caller_b)};
    for (const Memory& memory : kept) {
        run.fill(memory, 0x2d);
    }
    const auto require_usable = [&](const char* after) {
        for (const Memory& memory : kept) {
            require_content(run, memory, std::vector<uint8_t>(memory.size, 0x2d), after);
            run.must_succeed(run.call(memory.owner, echo(service, memory)).rpc_status,
                             fmt::format("a call with memory of 0x{:04x} after {}", memory.owner, after));
        }
    };
    for (const uint16_t owner : std::initializer_list<uint16_t>{caller_a, caller_b}) {
        const Memory released = run.retrieved(owner);
        run.release(released);
        require_usable("another region's release");
        run.must_not_succeed(run.call(owner, echo(service, released)).rpc_status, "a call with the released memory");
    }
    run.release(kept[0]);
    run.must_succeed(run.call(caller_b, echo(service, kept[1])).rpc_status, "a call after the other caller's release");
    run.release(kept[1]);
}

TSRPC_SP_TEST(isolation, many_callers) {
    const HostedService service = run.test_service();
    std::vector<Memory> regions;
    for (uint16_t caller = caller_a; regions.size() < 24; ++caller) {
        const Memory memory = run.share(caller);
        if (run.retrieve(caller, memory.handle, memory.tag) != RpcStatus::success) {
            break; // that many callers have memory at a time
        }
        regions.push_back(memory);
    }
    for (const Memory& memory : regions) {
        run.must_succeed(run.call(memory.owner, echo(service, memory)).rpc_status,
                         fmt::format("a call of 0x{:04x}, one of {} callers", memory.owner, regions.size()));
        for (const Memory& other : regions) {
            if (other.owner != memory.owner) {
                run.must_not_succeed(
                    run.call(memory.owner, echo(service, other)).rpc_status,
                    fmt::format("a call by 0x{:04x} with memory of 0x{:04x}", memory.owner, other.owner));
            }
        }
    }
    for (const Memory& memory : regions) {
        run.release(memory);
    }
}
