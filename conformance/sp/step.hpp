// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_STEP_HPP
#define TSRPC_CONFORMANCE_SP_STEP_HPP

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// One step. Every value of every member means something, so that any bytes are a sequence.
struct Step {
    enum class Kind : uint8_t {
        get_version,
        service_info,
        unknown_opcode,
        share,
        reclaim,
        retrieve,
        relinquish,
        call,
        doorbell,
        write,
        look,
        any_words,
        reboot,
        renew, ///< relinquishes, reclaims, shares under the same handle, retrieves
        fill,  ///< shares, retrieves and calls with many
    };
    static constexpr uint8_t kinds = 15;
    static constexpr size_t places = 12;        ///< for regions
    static constexpr size_t senders = 12;       ///< that steps pick from
    static constexpr uint16_t most_filled = 23; ///< regions of a `fill`, which are one more than the number modulo this
    static constexpr uint16_t two_pages_long = 3; ///< the number of a call with a request of two pages

    uint8_t kind = 0;    ///< modulo `kinds`
    uint8_t sender = 0;  ///< 0: the owner of the region; else picks one of the senders
    uint8_t region = 0;  ///< picks one of the places for regions
    uint8_t detail = 0;  ///< which opcode, UUID, size or kind of words
    uint8_t change = 0;  ///< 0: nothing unusual; else a handle or UUID that is another in part, or an SPMC that refuses
    uint16_t number = 0; ///< a length, a status, an opcode

    friend bool operator==(const Step&, const Step&) = default;
};

Step::Kind kind_of(const Step& step);

/// Whether a `fill` makes calls with each of its regions.
bool fills_with_calls(const Step& step);

/// A step of any kind, the useful ones more often.
Step random_step(std::mt19937_64& random);

/// What can stand in the step's place with less to it: mostly a step like it.
std::vector<std::vector<Step>> simpler(const Step& step);

/// "retrieve sender=0 region=2 detail=0 change=3 number=0x0010"
std::string describe(const Step& step);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_STEP_HPP
