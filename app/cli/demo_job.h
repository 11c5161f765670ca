// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/training/train.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace nidus::cli {

/// What the demo found on scans that took no part in training.
struct UnseenResult {
    struct Row {
        std::string input, truth, prediction;
        double probability = 0; ///< of the prediction
    };
    std::vector<Row> rows;

    [[nodiscard]] int correct() const;
    [[nodiscard]] std::map<std::string, int> correctPerClass() const;
};

struct DemoResult {
    RunResult run;
    UnseenResult unseen;
    std::filesystem::path model;           ///< demo.nidusmodel
    std::map<std::string, double> seconds; ///< per phase: phantoms, import, model, prepare, train, export, predict
};

/// The whole job on synthetic scans with the built-in pretrained model: phantoms as DICOM, import, label, model,
/// prepare, train, evaluate, export, predict unseen series. Everything stays below `out`; a former demo there is
/// replaced. Throws Error DEM-001 when `out` holds something else, and those of the steps.
[[nodiscard]] DemoResult runDemo(const std::filesystem::path& out, const RunListener& listener,
                                 const JobControl& control);

/// The documents of `demo`: DESIGN.md section 5, and a table for people.
[[nodiscard]] std::string toJson(const DemoResult& result);
[[nodiscard]] std::string toText(const DemoResult& result);

} // namespace nidus::cli
