// SPDX-License-Identifier: Apache-2.0
#include "core/training/novelty.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
#include "core/statistics/logistic_regression.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace nidus {
namespace {

constexpr std::size_t kMaxRank = 16;
constexpr std::size_t kCasesPerComponent = 4;
constexpr std::size_t kMaxCases = 256;
constexpr int kIterations = 60;
constexpr double kFlaggedShare = 0.05;
constexpr std::size_t kNeighbour = 5; ///< the distance to this one counts

using Rows = std::vector<std::vector<double>>;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Gram-Schmidt, twice for accuracy; directions that vanish are dropped.
void orthonormalise(Rows& vectors) {
    Rows kept;
    for (std::vector<double>& v : vectors) {
        const double before = std::sqrt(dot(v, v));
        for (int pass = 0; pass < 2; ++pass)
            for (const auto& u : kept) {
                const double c = dot(u, v);
                for (std::size_t i = 0; i < v.size(); ++i)
                    v[i] -= c * u[i];
            }
        const double length = std::sqrt(dot(v, v));
        if (!(length > 1e-9 * before) || before == 0)
            continue;
        for (double& x : v)
            x /= length;
        kept.push_back(std::move(v));
    }
    vectors = std::move(kept);
}

Rows gramMatrix(const Rows& x) {
    Rows gram(x.size(), std::vector<double>(x.size()));
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j)
            gram[i][j] = gram[j][i] = dot(x[i], x[j]);
    return gram;
}

/// Leading eigenvectors of the cases' Gram matrix by orthogonal iteration, from a start that depends on the seed alone.
Rows leadingDirections(const Rows& x, std::size_t rank, std::uint64_t seed) {
    const std::size_t n = x.size();
    const Rows gram = gramMatrix(x);
    Random random({.seed = seed, .purpose = Purpose::Initialisation, .layer = 0x6E6F76U});
    Rows vectors(rank, std::vector<double>(n));
    for (auto& v : vectors)
        for (double& value : v)
            value = random.normal();
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        orthonormalise(vectors);
        for (auto& v : vectors) {
            std::vector<double> product(n);
            for (std::size_t i = 0; i < n; ++i)
                product[i] = dot(gram[i], v);
            v = std::move(product);
        }
    }
    orthonormalise(vectors);
    // From weights of cases to directions in feature space.
    Rows directions;
    for (const auto& v : vectors) {
        std::vector<double> direction(x.front().size(), 0.0);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < direction.size(); ++j)
                direction[j] += v[i] * x[i][j];
        directions.push_back(std::move(direction));
    }
    orthonormalise(directions);
    return directions;
}

std::vector<std::size_t> subset(std::vector<std::size_t> cases, std::uint64_t seed) {
    if (cases.size() <= kMaxCases)
        return cases;
    Random random({.seed = seed, .purpose = Purpose::Order, .layer = 0x6E6F76U});
    shuffle(cases, random);
    cases.resize(kMaxCases);
    std::ranges::sort(cases);
    return cases;
}

std::vector<float> narrowed(const std::vector<double>& values) {
    std::vector<float> result;
    for (const double value : values)
        result.push_back(static_cast<float>(value));
    return result;
}

/// Standardised features as coefficients of the components, and the squared length of what they leave over.
std::pair<std::vector<double>, double> decomposed(const NoveltyReference& reference, std::span<const float> features) {
    const std::size_t dims = reference.mean.size();
    std::vector<double> z(dims);
    for (std::size_t j = 0; j < dims; ++j)
        z[j] = (static_cast<double>(features[j]) - static_cast<double>(reference.mean[j]))
               / static_cast<double>(reference.scale[j]);
    double rest = dot(z, z);
    std::vector<double> coefficients(reference.variances.size(), 0.0);
    for (std::size_t r = 0; r < coefficients.size(); ++r) {
        for (std::size_t j = 0; j < dims; ++j)
            coefficients[r] += static_cast<double>(reference.components[r * dims + j]) * z[j];
        rest -= coefficients[r] * coefficients[r];
    }
    return {coefficients, std::max(rest, 0.0)};
}

/// The point whose neighbours are looked for: the coefficients, and the length of the rest.
std::vector<double> coordinates(const NoveltyReference& reference, std::span<const float> features) {
    auto [values, rest] = decomposed(reference, features);
    values.push_back(std::sqrt(rest));
    return values;
}

/// Squared distance to the kNeighbour-th nearest row of the reference, or to the farthest of fewer.
double squaredNeighbourDistance(const NoveltyReference& reference, const std::vector<double>& at) {
    std::vector<double> squares;
    for (std::size_t start = 0; start < reference.neighbours.size(); start += at.size()) {
        double sum = 0;
        for (std::size_t r = 0; r < at.size(); ++r) {
            const double difference = at[r] - static_cast<double>(reference.neighbours[start + r]);
            sum += difference * difference;
        }
        squares.push_back(sum);
    }
    if (squares.empty())
        return 0;
    const std::size_t k = std::min(kNeighbour, squares.size()) - 1;
    std::ranges::nth_element(squares, squares.begin() + static_cast<std::ptrdiff_t>(k));
    return squares[k];
}

/// Sorted by their values, so that their order says nothing about the cases.
std::vector<float> sortedCoordinates(const NoveltyReference& reference, const FeatureRows& features,
                                     const std::vector<std::size_t>& positions,
                                     const std::vector<std::size_t>& training) {
    std::vector<std::vector<float>> rows;
    for (const std::size_t i : positions)
        rows.push_back(narrowed(coordinates(reference, features[training[i]])));
    std::ranges::sort(rows);
    std::vector<float> values;
    for (const auto& row : rows)
        values.insert(values.end(), row.begin(), row.end());
    return values;
}

} // namespace

NoveltyReference fitNovelty(const FeatureRows& features, const std::vector<std::size_t>& training, std::uint64_t seed) {
    Matrix x{training.size(), features[training.front()].size(), {}};
    for (const std::size_t i : training)
        x.values.insert(x.values.end(), features[i].begin(), features[i].end());
    const Standardiser standardiser = fitStandardiser(x);
    NoveltyReference reference{narrowed(standardiser.mean), narrowed(standardiser.scale), {}, {}, 1, {}};

    Rows rows;
    const Matrix z = standardised(x, standardiser);
    std::vector<std::size_t> positions(training.size());
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    positions = subset(positions, seed);
    for (const std::size_t i : positions)
        rows.emplace_back(z.row(i).begin(), z.row(i).end());
    const std::size_t rank = std::min(kMaxRank, std::max<std::size_t>(1, rows.size() / kCasesPerComponent));
    const Rows directions = leadingDirections(rows, rank, seed);
    for (const auto& direction : directions)
        for (const double value : direction)
            reference.components.push_back(static_cast<float>(value));
    reference.variances.assign(directions.size(), 1.0F);

    std::vector<double> squares(directions.size(), 0.0);
    double rest = 0;
    for (const std::size_t i : training) {
        const auto [coefficients, restSquare] = decomposed(reference, features[i]);
        for (std::size_t r = 0; r < squares.size(); ++r)
            squares[r] += coefficients[r] * coefficients[r];
        rest += restSquare;
    }
    const auto n = static_cast<double>(training.size());
    for (std::size_t r = 0; r < squares.size(); ++r)
        reference.variances[r] = static_cast<float>(std::max(squares[r] / n, 1e-12));
    reference.restVariance = std::max(rest / n, 1e-12);
    reference.neighbours = sortedCoordinates(reference, features, positions, training);
    return reference;
}

NoveltyScores noveltyScores(const NoveltyReference& reference, std::span<const float> features) {
    const std::vector<double> at = coordinates(reference, features);
    double sum = at.back() * at.back() / reference.restVariance;
    double total = reference.restVariance;
    for (std::size_t r = 0; r + 1 < at.size(); ++r) {
        const auto variance = static_cast<double>(reference.variances[r]);
        sum += at[r] * at[r] / variance;
        total += variance;
    }
    return {std::sqrt(sum / static_cast<double>(at.size())),
            std::sqrt(squaredNeighbourDistance(reference, at) / total)};
}

double noveltyThreshold(std::vector<double> outOfFoldScores) {
    std::ranges::sort(outOfFoldScores);
    const auto n = outOfFoldScores.size();
    const auto above = static_cast<std::size_t>(kFlaggedShare * static_cast<double>(n));
    return outOfFoldScores[n - 1 - above];
}

void writeNovelty(const std::filesystem::path& file, const NoveltyReference& reference) {
    const auto dims = static_cast<std::int64_t>(reference.mean.size());
    const auto rank = static_cast<std::int64_t>(reference.variances.size());
    const auto rest = static_cast<float>(reference.restVariance);
    const auto cases = static_cast<std::int64_t>(reference.neighbours.size()) / (rank + 1);
    writeSafetensors(file,
                     {{"mean", f32Entry(reference.mean, {dims})},
                      {"scale", f32Entry(reference.scale, {dims})},
                      {"components", f32Entry(reference.components, {rank, dims})},
                      {"variances", f32Entry(reference.variances, {rank})},
                      {"rest_variance", f32Entry({&rest, 1}, {1})},
                      {"neighbours", f32Entry(reference.neighbours, {cases, rank + 1})}},
                     {{"nidus", R"({"format":1,"kind":"novelty"})"}});
}

NoveltyReference readNovelty(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    NoveltyReference reference{
        file.floats("mean"), file.floats("scale"), file.floats("components"), file.floats("variances"), 1, {}};
    if (file.tensors().contains("neighbours"))
        reference.neighbours = file.floats("neighbours");
    const std::vector<float> rest = file.floats("rest_variance");
    if (reference.scale.size() != reference.mean.size() || rest.size() != 1
        || reference.components.size() != reference.mean.size() * reference.variances.size()
        || reference.neighbours.size() % (reference.variances.size() + 1) != 0)
        throw Error("TRN-015", path.string() + " is damaged: its parts do not fit together.");
    reference.restVariance = static_cast<double>(rest.front());
    return reference;
}

} // namespace nidus
