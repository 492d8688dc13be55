// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_FINDING_HPP
#define TSRPC_CONFORMANCE_ENGINE_FINDING_HPP

#include "conformance/requirements/catalogue.hpp"
#include "tsrpc/layout.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// What shows that a requirement is broken, the nearest to the cause first: the summary of a run begins with those.
enum class Evidence : uint8_t {
    bits,    ///< bits of one frame
    spmc,    ///< what the SP asks of its SPMC
    status,  ///< a status, or success where there can be none
    content, ///< bytes of memory
    other,   ///< several exchanges together
};

/// Bits of one register of a frame that are not as they must be.
struct WrongBits {
    Register reg;
    uint32_t mask;     ///< the bits that count
    uint32_t expected; ///< within `mask`
    uint32_t seen;     ///< the whole register
};

/// One requirement found broken.
struct Finding {
    std::string_view requirement; ///< an id of the catalogue
    Evidence evidence;
    std::string detail;             ///< one line: what was seen, and what was expected
    std::optional<WrongBits> wrong; ///< of the last frame, if that is what shows it
    size_t step = 0;                ///< index in the trace of the exchange that shows it
};

using Findings = std::vector<Finding>;

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_FINDING_HPP
