// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/input_file.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/cli/vector_check.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>

namespace tsrpc::cli {
namespace {

std::vector<Vector> read_vectors(const std::string& path) {
    try {
        return parse_vectors(read_file(path));
    } catch (const report::JsonError& error) {
        throw CommandError(ExitStatus::usage, fmt::format("{}: {}", path, error.what()));
    }
}

ExitStatus check(const std::string& path, Output& output) {
    const std::vector<Vector> vectors = read_vectors(path);
    size_t disagreeing = 0;
    for (const Vector& vector : vectors) {
        const std::vector<std::string> lines = disagreements(vector);
        disagreeing += !lines.empty();
        for (const std::string& line : lines) {
            output.write(fmt::format("{}: {}\n", vector.id, line));
        }
    }
    output.write(
        fmt::format("{} vectors: {} agree, {} do not\n", vectors.size(), vectors.size() - disagreeing, disagreeing));
    return disagreeing == 0 ? ExitStatus::conforms : ExitStatus::does_not_conform;
}

} // namespace

void add_vectors(CLI::App& app, Session& session) {
    CLI::App* const vectors = app.add_subcommand("vectors", "Golden vectors");
    vectors->require_subcommand(1);
    CLI::App* const command = vectors->add_subcommand("check", "Check a vector file against the codec");
    const auto path = std::make_shared<std::string>();
    command->add_option("FILE", *path, "A file as vectors/README.md describes it")->required();
    command->footer(R"(Prints each disagreement: the vector's id, what it says and what the codec says.

Example:
  tsrpc vectors check vectors/tsrpc-v1.json

Exit status: 0 the codec agrees with every vector, 1 it does not, 2 wrong usage or not a vector file.)");
    command->callback([=, &session] { session.command = [path, &session] { return check(*path, session.output); }; });
}

} // namespace tsrpc::cli
