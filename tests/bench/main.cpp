// SPDX-License-Identifier: Apache-2.0
#include "core/base/allocator.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "tests/bench/benchmarks.h"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
    nidus::tuneAllocator();
    CLI::App program("Benchmarks of Nidus; each prints one JSON document.", "nidus-bench");
    program.set_version_flag("--version", std::string("nidus-bench ") + nidus::kVersion);
    program.require_subcommand(1);
    nidus::bench::addCheckpointBenchmark(program);
    nidus::bench::addCoverageBenchmark(program);
    nidus::bench::addEncoderBenchmark(program);
    nidus::bench::addPermutationBenchmark(program);
    nidus::bench::addPreprocessBenchmark(program);
    nidus::bench::addResampleBenchmark(program);
    try {
        program.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : 2;
    } catch (...) {
        const nidus::Error error = nidus::asError(std::current_exception());
        std::cerr << error.code() << ": " << error.what() << '\n';
        return 1;
    }
}
