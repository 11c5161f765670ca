// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/augment_preview.h"
#include "ui/jobs/job_runner.h"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

class QLabel;
class QPushButton;

namespace nidus::ui {

class TextLabel;

/// One case as it is, and as the augmentation of a recipe makes it, several times. Asks for them when it is seen, and
/// again a moment after the augmentation has changed.
class AugmentationPanel final : public QWidget {
    Q_OBJECT

public:
    /// On a worker thread; blocks; throws Error or Cancelled.
    using Ask = std::function<AugmentationPreview(const Recipe& recipe, int count, std::uint32_t draw,
                                                  const JobControl& control)>;

    explicit AugmentationPanel(QWidget* parent = nullptr);

    void setAsk(Ask ask);
    void setRecipe(const Recipe& recipe);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Tile {
        QLabel* picture;
        TextLabel* caption;
    };

    void askSoon();
    void askNow();
    void showPreview(const AugmentationPreview& preview);

    Ask m_ask;
    std::optional<Recipe> m_recipe;
    std::uint32_t m_draw = 0;
    bool m_isWanted = true; ///< what is shown is not what should be
    QTimer m_soon;
    QPushButton* m_another;
    TextLabel* m_state;
    std::vector<Tile> m_tiles; ///< the first is of the original
    JobRunner m_job;           // last: joins before the rest dies
};

} // namespace nidus::ui
