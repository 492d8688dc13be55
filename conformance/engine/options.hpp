// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_OPTIONS_HPP
#define TSRPC_CONFORMANCE_ENGINE_OPTIONS_HPP

#include "conformance/engine/profile.hpp"
#include "tsrpc/codec/uuid.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// How much is tried where trying all takes long on a slow target.
enum class Effort : uint8_t {
    quick,  ///< a few of everything: for consoles
    normal, ///< all on a fast target; on a slow one what fits two minutes, by the seed
    full,   ///< all
};

/// As --effort has it: "quick", "normal" or "full".
constexpr std::string_view name(Effort effort) {
    return effort == Effort::quick ? "quick" : effort == Effort::normal ? "normal" : "full";
}

/// One shard of a run.
struct Shard {
    unsigned index; ///< from 0
    unsigned total;

    friend bool operator==(const Shard&, const Shard&) = default;
};

/// How a suite is run.
struct SuiteOptions {
    bool strict = false; ///< a broken SHOULD fails too
    uint64_t seed = 1;   ///< of what is random or sampled
    Effort effort = Effort::normal;
    std::vector<std::string> known;            ///< requirements whose findings are tolerated
    std::vector<Uuid> services;                ///< that the target hosts by the user's word
    Profile profile;                           ///< more such services, with calls that are safe
    std::optional<uint64_t> sequences;         ///< how many random sequences; nothing: what the effort says
    std::optional<double> sequence_minutes;    ///< random sequences for so long instead
    std::function<void(size_t done)> progress; ///< is told how many sequences were tried
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_OPTIONS_HPP
