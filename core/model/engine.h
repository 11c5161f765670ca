// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/model/architecture.h"
#include "core/model/pretrained_model.h"
#include "core/nnunet/preprocess.h"
#include "core/training/events.h"
#include "core/training/recipe.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// The encoder of a run: its description and the files of its weights (canonical names), later files over earlier ones.
/// No files: random weights as nnU-Net initialises them, from `seed`.
struct EncoderSource {
    EncoderArchitecture architecture;
    std::vector<std::filesystem::path> weights;
    std::uint64_t seed = 0;
    bool random = false; ///< a tensor that none of the files holds is drawn from `seed`; otherwise that is an error
};

/// Gated attention over the windows of a case (Ilse, Tomczak, Welling 2018, eq. 9): of windows k with standardised
/// features h_k, each counts with the share softmax_k(w . (tanh(V h_k) * sigmoid(U h_k))). Empty, or with w = 0: equal
/// shares.
struct GatedAttention {
    std::vector<float> v, u; ///< [units, dims]
    std::vector<float> w;    ///< [units]
    [[nodiscard]] bool isEmpty() const noexcept { return w.empty(); }
    bool operator==(const GatedAttention&) const = default;
};

/// Linear classifier on standardised pooled features: logits = W ((f - mean) / scale) + b, where f is the mean of those
/// of the windows, or their sum with the shares of the attention.
struct LinearHead {
    HeadKind kind = HeadKind::Multi;
    int classes = 2;
    std::vector<float> mean, scale; ///< [dims]
    std::vector<float> weight;      ///< [classes, dims]
    std::vector<float> bias;        ///< [classes]
    GatedAttention attention{};     ///< only for HeadKind::Attention
    bool operator==(const LinearHead&) const = default;
};

/// Pinned for all folds of a run and for resuming, since they decide bits.
struct ComputeSettings {
    std::string device = "cpu"; ///< "cpu", "cuda", "cuda:1"
    int threads = 1;
    Precision precision = Precision::Float32;
    bool operator==(const ComputeSettings&) const = default;
};

/// Cases by number; `load` may be called from several loader threads at once.
struct CaseSource {
    std::size_t count = 0;
    std::function<PreprocessedCase(std::size_t)> load;
    std::function<std::string(std::size_t)> name = [](std::size_t) { return std::string(); }; ///< for messages
};

/// Network input: cases are padded to `size`, larger ones are cut into windows of `size`.
struct NetworkInput {
    std::array<std::int64_t, 3> size{};
    std::vector<bool> maskedChannels; ///< use_mask_for_norm of the plan
};

struct TrainingCase {
    std::string id;
    std::filesystem::path file; ///< case file of the cache
    int label = 0;
    std::uint32_t index = 0; ///< stable number in the job, part of every random key
    std::string sha256;      ///< of that file; decides its fixed views
};

/// Where what the closed stages make of fixed views is kept from one fit to the next.
struct ViewStore {
    std::filesystem::path folder; ///< empty: nowhere
    std::string digest;           ///< of everything but case and views that decides those numbers
    std::int64_t limit = 0;       ///< bytes of all such files in the folder
};

/// One fit: start, cases and where its state lives. If `stateFile` exists the fit goes on from it, to the same bits.
struct FineTuneTask {
    std::string fit;            ///< "fold_1/inner_0"
    std::uint32_t fold = 0;     ///< part of every random key
    std::uint32_t fitIndex = 0; ///< distinguishes inner fits and the refit of one fold in every random key
    EncoderSource encoder;
    LinearHead head;
    NetworkInput input;
    Recipe recipe;
    ComputeSettings compute;
    std::vector<TrainingCase> training, validation;
    ViewStore views;
    int epochs = 0; ///< to run; at most totalEpochs(recipe), whose schedule is not shortened
    std::filesystem::path stateFile;
};

struct FineTuneOutcome {
    struct Epoch {
        double trainingLoss = 0;
        std::vector<std::vector<double>> validationLogits; ///< per validation case, [classes]
    };
    std::vector<Epoch> epochs;                        ///< all of the fit, also those before a resume
    std::map<std::string, HostTensor> encoderWeights; ///< of the stages that were open at any time; canonical names
    LinearHead head;
};

/// A number made of the pooled features of a case: weight . features + constant; the mean over its windows, or their
/// sum with the shares of the attention of `weigher`.
struct LinearScore {
    HeadKind kind = HeadKind::Multi;
    std::vector<double> weight; ///< [dims]
    double constant = 0;
    std::optional<LinearHead> weigher{}; ///< a head with attention
    bool operator==(const LinearScore&) const = default;
};

enum class InfluenceMethod { HiResCam, Occlusion };

/// Where in a case a score comes from.
struct InfluenceTask {
    InfluenceMethod method = InfluenceMethod::HiResCam;
    EncoderSource encoder;
    LinearScore score;
    NetworkInput input;
    ComputeSettings compute;
    int blocksPerAxis = 8; ///< of the network input; a block of Occlusion is so much of it, and overlaps by half
};

struct Influence {
    double score = 0;
    double placed = 0; ///< HiResCam: sum of the shares of all places; score - constant, but for Foreground's fraction
    std::vector<float> map; ///< on the grid of the preprocessed case; positive: raises the score
};

struct TrainingListener {
    std::function<void(const StepEvent&)> onStep = [](const StepEvent&) {};
    std::function<void(const EpochEvent&)> onEpoch = [](const EpochEvent&) {};
    std::function<void(const MessageEvent&)> onMessage = [](const MessageEvent&) {};
};

struct SelfTestReport {
    struct Check {
        std::string name;
        double error = 0, tolerance = 0;
        bool passed = false;
    };
    std::vector<Check> checks;
    std::string libraryVersion, device;
};

struct RankPlace;
struct SegmentationNetwork;

/// Median seconds per call of one encoder on one input.
struct EncoderTiming {
    double forward = 0;                ///< without gradients
    double forwardBackward = 0;        ///< all stages open
    double forwardBackwardDeepest = 0; ///< the deepest stage alone open
};

/// The door to LibTorch. Implemented in the module libnidus_torch; every call blocks and runs on the calling thread
/// plus `compute.threads` - 1 more. One call at a time per process. All calls throw Error: DEV-001 (no such device),
/// DEV-002 (out of memory, with what was asked for), MDL-004, ENG-008 (output of a case is not finite, with its name),
/// TRN-010 (loss is not finite, with the cases), and Cancelled.
class ComputeEngine {
public:
    ComputeEngine() = default;
    ComputeEngine(const ComputeEngine&) = delete;
    ComputeEngine& operator=(const ComputeEngine&) = delete;
    virtual ~ComputeEngine() = default;

    [[nodiscard]] virtual std::string libraryVersion() const = 0;

    /// Pooled features of each case (frozen encoder), [count][dims]; the mean over its windows.
    [[nodiscard]] virtual std::vector<std::vector<float>> encode(const EncoderSource& encoder, HeadKind head,
                                                                 const NetworkInput& input, const CaseSource& cases,
                                                                 const ComputeSettings& compute,
                                                                 const JobControl& control) = 0;

    /// Logits of each case, [count][classes]; the mean over its windows, or weighed by the head's attention.
    [[nodiscard]] virtual std::vector<std::vector<double>>
    classify(const EncoderSource& encoder, const LinearHead& head, const NetworkInput& input, const CaseSource& cases,
             const ComputeSettings& compute, const JobControl& control) = 0;

    /// HiResCam (Draelos, Carin 2020), for a linear head on pooled outputs: gradient of the score along the pooling
    /// alone times the output, summed over channels. Every pooled feature is homogeneous of degree 1, so that by
    /// Euler's theorem these shares sum up to it. Each stage's shares are brought to the voxels by linear interpolation
    /// between the centres of its fields, and added; PreNorm: those of each convolution. Occlusion (Zeiler, Fergus
    /// 2014): how much the score falls when a block is set to 0, the value of the padding; the mean of the blocks that
    /// cover a voxel. Where windows overlap, the map is the sum of their parts in the mean. Where attention weighs the
    /// windows, their shares take the place of equal ones: HiResCam holds them fixed, Occlusion does not. Engines
    /// without a network of their own need not offer it.
    [[nodiscard]] virtual Influence influence(const InfluenceTask& /*task*/, const PreprocessedCase& /*preprocessed*/,
                                              const JobControl& /*control*/) {
        throw Error("ENG-004", "This engine cannot make influence maps.");
    }

    /// A fit of HeadKind::Attention sees all windows of a case in a step, and begins with w = 0 and random V and U if
    /// the task's head has no attention yet.
    [[nodiscard]] virtual FineTuneOutcome fineTune(const FineTuneTask& task, const TrainingListener& listener,
                                                   const JobControl& control) = 0;

    /// Meets the other processes of one training. On rank 0 it returns when all are there; every later fineTune() is
    /// shared with them, to the bits of one process, until the engine is destroyed. On every other rank it returns
    /// after that: it takes part in the fits and does nothing else. Throws Error TRN-071 (they did not come together),
    /// TRN-072 (one of them is gone; fineTune() too), TRN-073 (they differ), and Cancelled.
    virtual void join(const RankPlace& /*place*/, const JobControl& /*control*/) {
        throw Error("ENG-004", "This engine cannot share a training.");
    }

    /// Output of every stage for `input` [N, C, spatial...], float32; for golden data and the self-test.
    [[nodiscard]] virtual std::vector<HostTensor> forwardStages(const EncoderSource& encoder, const HostTensor& input,
                                                                const ComputeSettings& compute) = 0;

    /// Gradient of sum_{n,c} weightPerChannel[c] * mean over space of the last stage, with respect to every parameter.
    [[nodiscard]] virtual std::map<std::string, HostTensor> pooledGradient(const EncoderSource& encoder,
                                                                           const HostTensor& input,
                                                                           const std::vector<double>& weightPerChannel,
                                                                           const ComputeSettings& compute) = 0;

    /// Times the encoder on an input [N, C, spatial...] after two calls to warm up; for nidus-bench. Engines without
    /// a network of their own need not offer it.
    [[nodiscard]] virtual EncoderTiming timeEncoder(const EncoderSource& /*encoder*/,
                                                    const std::vector<std::int64_t>& /*shape*/, int /*repeats*/,
                                                    const ComputeSettings& /*compute*/) {
        throw Error("ENG-004", "This engine cannot be timed.");
    }

    /// nnU-Net's own inference with the whole pretrained network: windows of `input.size` weighted by
    /// gaussianImportance(), the mean over the mirrored passes (`mirrorAxes`: 0 is the first spatial axis of the
    /// network). Returns logits [heads, d0, d1, d2] on the grid of `image`. For `nidus-cli inspect --verify`; engines
    /// without a network of their own need not offer it.
    [[nodiscard]] virtual HostTensor segment(const SegmentationNetwork& /*network*/, const PlanImage& /*image*/,
                                             const NetworkInput& /*input*/, const std::vector<int>& /*mirrorAxes*/,
                                             const ComputeSettings& /*compute*/, const JobControl& /*control*/) {
        throw Error("ENG-004", "This engine cannot segment.");
    }

    /// Golden forward pass, gradient check and 20-step overfit on the device.
    [[nodiscard]] virtual SelfTestReport selfTest(const ComputeSettings& compute) = 0;
};

using ProblemListener = std::function<void(const Problem&)>;

/// Opens libtorch_cpu of `NIDUS_TORCH_DIR`, or the built-in one where that is not set, with global visibility, then the
/// module beside this library, and asks its factory. A LibTorch that does not fit is passed over for the built-in one;
/// `onProblem` hears why (ENG-006), and that one's part for graphics cards did not open (ENG-007). Throws Error ENG-001
/// (library or module not found), ENG-002 (does not fit, with both versions).
[[nodiscard]] std::shared_ptr<ComputeEngine> loadComputeEngine(const ProblemListener& onProblem = {});

/// Version of LibTorch that this program was built for; empty in a build without it.
[[nodiscard]] const char* builtInTorchVersion() noexcept;

/// Version of the factory function; both sides must agree.
inline constexpr int kEngineApiVersion = 1;

} // namespace nidus
