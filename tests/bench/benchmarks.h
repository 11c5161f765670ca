// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {
class App;
}

namespace nidus::bench {

/// Each adds one subcommand that prints one JSON document on stdout when it is named.
void addCheckpointBenchmark(CLI::App& program);
void addCoverageBenchmark(CLI::App& program);
void addEncoderBenchmark(CLI::App& program);
void addPermutationBenchmark(CLI::App& program);
void addPreprocessBenchmark(CLI::App& program);
void addResampleBenchmark(CLI::App& program);

} // namespace nidus::bench
