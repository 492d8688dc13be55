// SPDX-License-Identifier: BSD-3-Clause
//
// Words that no careful caller sends.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/explore.hpp"
#include "conformance/sp/model.hpp"
#include "conformance/sp/slots.hpp"

#include "tsrpc/test_service.h"

#include <fmt/format.h>
#include <initializer_list>
#include <rapidcheck.h>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// The SP still does its work.
static void require_serves(Run& run, const char* after) {
    run.require(run.get_version(caller_a) == TSRPC_PROTOCOL_VERSION, fmt::format("GET_VERSION after {}", after));
    if (run.target().has_memory()) {
        const Memory memory = run.share(caller_a);
        run.must_succeed(run.retrieve(caller_a, memory.handle, memory.tag),
                         fmt::format("RETRIEVE_MEM after {}", after));
        for (const HostedService& service : run.hosted_services()) {
            run.call(caller_a, make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, memory.handle, 0));
        }
        run.must_succeed(run.relinquish(caller_a, memory.handle), fmt::format("RELINQ_MEM after {}", after));
    }
}

TSRPC_SP_TEST(robustness, zero_words) {
    run.request(caller_a, {});
    require_serves(run, "five zero words");
}

TSRPC_SP_TEST(robustness, one_words) {
    run.request_anything(caller_a, {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}});
    require_serves(run, "five words of all ones");
}

TSRPC_SP_TEST(robustness, single_bits) {
    for (const uint32_t base : std::initializer_list<uint32_t>{0u, TSRPC_CONTROL_INTERFACE_ID_MASK}) {
        for (size_t bit = 0; bit < 32 * register_count; ++bit) {
            Registers words = {{base, 0, 0, 0, 0}};
            words.words[bit / 32] ^= uint32_t{1} << bit % 32;
            run.request_anything(caller_a, words);
        }
    }
    require_serves(run, "requests of single bits");
}

/// Words with a control word that version 1 knows, so that the response's form is known too.
static rc::Gen<Registers> random_requests() {
    const auto word = rc::gen::oneOf(rc::gen::arbitrary<uint32_t>(), rc::gen::element(0u, 1u, 0xffu, 0xffffffffu));
    const auto control = rc::gen::map(
        rc::gen::pair(rc::gen::oneOf(rc::gen::just(uint8_t{0xff}), rc::gen::arbitrary<uint8_t>()),
                      rc::gen::oneOf(rc::gen::inRange<uint16_t>(0, 8), rc::gen::arbitrary<uint16_t>())),
        [](const std::pair<uint8_t, uint16_t>& id_and_opcode) -> uint32_t {
            return uint32_t{id_and_opcode.first} << TSRPC_CONTROL_INTERFACE_ID_SHIFT | id_and_opcode.second;
        });
    return rc::gen::apply(
        [](uint32_t w3, uint32_t w4, uint32_t w5, uint32_t w6, uint32_t w7) {
            return Registers{{w3, w4, w5, w6, w7}};
        },
        control, word, word, word, word);
}

TSRPC_SP_TEST(robustness, random_words) {
    explore(run, 500, [&run] {
        for (int i = 0; i < 4; ++i) {
            const Registers words = *random_requests();
            // Reserved bits that are set leave open what comes back.
            if (inspect_request(words).violations.empty()) {
                run.request(caller_a, words);
            } else {
                run.request_anything(caller_a, words);
            }
        }
        run.require(run.get_version(caller_a) == TSRPC_PROTOCOL_VERSION, "GET_VERSION after random words");
    });
}

static rc::Gen<Step> random_steps() {
    return rc::gen::apply(
        [](uint8_t kind, uint8_t sender, uint8_t region, uint16_t number) {
            return Step{kind, sender, region, number};
        },
        rc::gen::inRange<uint8_t>(0, Step::kinds), rc::gen::inRange<uint8_t>(0, 3), rc::gen::inRange<uint8_t>(0, 8),
        rc::gen::arbitrary<uint16_t>());
}

TSRPC_SP_TEST(robustness, random_sequences) {
    const size_t slots = count_slots(run);
    explore(run, 600, [&run, slots] {
        run.reset();
        Model model(run, slots);
        const auto steps = *rc::gen::container<std::vector<Step>>(random_steps());
        for (const Step& step : steps) {
            model.perform(run, step);
        }
    });
}
