// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys do in the viewer. Each is an action, so that the list of shortcuts has them all.
#include "ui/viewer/slice_view.h"
#include "ui/viewer/viewer_model.h"
#include "ui/viewer/viewer_panel.h"

#include <QAction>
#include <QKeyEvent>

namespace nidus::ui {
namespace {

constexpr std::int64_t kPage = 10, kFarAway = std::int64_t{1} << 40;
constexpr double kZoomStep = 1.25, kOpacityStep = 0.1;

} // namespace

QAction* ViewerPanel::addKey(const QString& text, const QKeySequence& key, const std::function<void()>& run) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, [this, run] {
        if (!m_model.isEmpty())
            run();
    });
    addAction(action);
    return action;
}

/// On the planes alone: a slider or a list beside them needs these keys for itself.
void ViewerPanel::addSliceKey(const QString& text, const QKeySequence& key, std::int64_t slices) {
    QAction* action = addKey(text, key, [this, slices] { m_model.step(focused().plane(), slices); });
    action->setShortcutContext(Qt::WidgetShortcut);
    for (SliceView* view : m_views)
        view->addAction(action);
}

void ViewerPanel::addSliceKeys() {
    addSliceKey(tr("Next slice"), Qt::Key_Up, 1);
    addSliceKey(tr("Slice before"), Qt::Key_Down, -1);
    addSliceKey(tr("Ten slices on"), Qt::Key_PageUp, kPage);
    addSliceKey(tr("Ten slices back"), Qt::Key_PageDown, -kPage);
    addSliceKey(tr("First slice"), Qt::Key_Home, -kFarAway);
    addSliceKey(tr("Last slice"), Qt::Key_End, kFarAway);
    for (const int step : {-1, 1}) {
        auto* action = new QAction(step < 0 ? tr("Case before") : tr("Next case"), this);
        action->setShortcut(QKeySequence(Qt::ControlModifier | (step < 0 ? Qt::Key_Up : Qt::Key_Down)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, step] { Q_EMIT caseWanted(step); });
        addAction(action);
    }
}

void ViewerPanel::addViewKeys() {
    QAction* reset = addKey(tr("Grey values that suit the scan"), Qt::Key_Space, [this] { m_model.resetWindow(); });
    reset->setShortcutContext(Qt::WidgetShortcut); // elsewhere Space presses buttons
    for (SliceView* view : m_views)
        view->addAction(reset);
    addKey(tr("Invert the grey values"), Qt::Key_I, [this] { m_model.setInverted(!m_model.isInverted()); });
    addKey(tr("Next channel"), Qt::Key_C,
           [this] { m_model.setChannel((m_model.channel() + 1) % m_model.channelCount()); });
    addKey(tr("Zoom in"), Qt::Key_Plus, [this] { focused().zoomBy(kZoomStep); });
    addKey(tr("Zoom out"), Qt::Key_Minus, [this] { focused().zoomBy(1 / kZoomStep); });
    addKey(tr("Fit the slices into their views"), Qt::Key_Equal, [this] {
        for (SliceView* view : m_views)
            view->fit();
    });
    addKey(tr("This plane alone"), Qt::Key_F2, [this] { setAlone(focused().plane()); });
    addKey(tr("All three planes"), Qt::Key_F3, [this] { setAlone({}); });
    addKey(tr("As the network sees it, or the scan"), Qt::Key_N, [this] {
        if (m_model.hasNetworkView())
            m_model.setNetworkView(!m_model.isNetworkView());
    });
}

void ViewerPanel::addInfluenceKeys() {
    const auto addMapKey = [this](const QString& text, Qt::Key key, void (*change)(ViewerModel&)) {
        return addKey(text, key, [this, change] {
            if (m_model.influence().isAvailable() && !m_model.isNetworkView())
                change(m_model);
        });
    };
    QAction* influence = addMapKey(tr("Show or hide the influence map"), Qt::Key_H, [](ViewerModel& model) {
        model.influence().setShown(!model.influence().isShown());
    });
    influence->setAutoRepeat(false);
    connect(influence, &QAction::triggered, this, [this] { m_sinceH.start(); });
    addMapKey(tr("Influence map: more transparent"), Qt::Key_BracketLeft,
              [](ViewerModel& model) { model.influence().setOpacity(model.influence().opacity() - kOpacityStep); });
    addMapKey(tr("Influence map: less transparent"), Qt::Key_BracketRight,
              [](ViewerModel& model) { model.influence().setOpacity(model.influence().opacity() + kOpacityStep); });
    addMapKey(tr("To the strongest place of the influence map"), Qt::Key_J, [](ViewerModel& model) {
        if (model.overlay())
            model.setPosition(model.influence().peak());
    });
}

// Held for longer, the key was for a look only.
void ViewerPanel::keyReleaseEvent(QKeyEvent* event) {
    constexpr int kPeekMs = 400;
    if (event->key() != Qt::Key_H || event->isAutoRepeat() || !m_sinceH.isValid()) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    if (m_sinceH.elapsed() > kPeekMs && m_model.influence().isAvailable())
        m_model.influence().setShown(!m_model.influence().isShown());
    m_sinceH.invalidate();
}

} // namespace nidus::ui
