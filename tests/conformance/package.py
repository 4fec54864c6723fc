"""What tks-essentials has, in the revision that is installed beside this interpreter: classes, words, good objects."""

import inspect
import json
from enum import Enum

from pydantic import BaseModel
from tksessentials.data_models import events, payloads, snapshots, value_objects

try:
    from tksessentials.data_models import market_data
    from tksessentials.data_models.market_data import payloads as market_data_payloads
except ImportError:  # It came with 0.1.43.
    market_data = market_data_payloads = None

MODULES = [events, payloads, snapshots, value_objects] + ([market_data, market_data_payloads] if market_data else [])


def _classes(base):
    found = {}
    for module in MODULES:
        for name, value in vars(module).items():
            if inspect.isclass(value) and issubclass(value, base):
                found[name] = value
    return found


# By event_type, as a consumer chooses them.
EVENT_CLASSES = {
    value.model_fields["event_type"].default: value
    for value in _classes(events.DomainEvent).values()
    if isinstance(value.model_fields["event_type"].default, str)
}

ABSTRACT = {"BaseModel", "EventModel", "PayloadModel", "SnapshotModel", "ValueObject", "MarketDataPayloadModel"}

# By name: everything that is not an event.
MODEL_CLASSES = {
    name: value
    for name, value in _classes(BaseModel).items()
    if name not in ABSTRACT and not issubclass(value, events.DomainEvent)
}

# Those that are others over again, or hold others: what their fields are is known from those.
COMPOSED = {name for name in MODEL_CLASSES if name.endswith(("Spot", "Future", "Snapshot"))}

WORDS = sorted({member.value for value in _classes(Enum).values() for member in value})

_INTENT = {
    "intent_id": "intent-1",
    "signal_provider": {"signal_provider_id": "acme", "signal_provider_name": "Acme Signals"},
    "signal_provider_signal_id": "provider-signal-1",
    "signal_provider_trade_id": "provider-trade-1",
    "strategy_id": "trend-4h",
    "market": "BTC/USDT",
    "side": "buy",
    "direction": "long",
    "order_type": "market",
    "target_price": 64000.5,
    "take_profit": 70000,
    "stop_loss": 60000.25,
    "size_pct": 2.5,
    "is_hot": True,
    "created_at": 1772366400000,
    "valid_until": 1772370000000,
    "rationale": "crossed the « upper » band ✓",
    "metadata": {"model": "v7", "scores": [0.1, 2, None, True], "nested": {"a": {}}},
}
_SIGNAL = _INTENT | {"signal_id": "signal-1", "prm_granted_at": 1772366400250}
_IDENTITY = {
    "trade_id": "trade-1",
    "strategy_id": "trend-4h",
    "signal_id": "signal-1",
    "signal_provider_signal_id": "provider-signal-1",
    "signal_provider_trade_id": "provider-trade-1",
    "order_origin": "strategy",
}
_ORDER = _IDENTITY | {
    "order_id": "order-1",
    "intent_id": "intent-1",
    "market": "BTC-USDT",
    "side": "sell",
    "order_type": "limit",
    "quantity": 0.125,
    "limit_price": 64010.75,
    "time_in_force": "GTC",
    "venue": "binance",
    "reduce_only": True,
    "created_at": 1772366401000,
    "metadata": {},
}
_FILL = _IDENTITY | {
    "fill_id": "fill-1",
    "order_id": "order-1",
    "market": "BTC-USDT",
    "side": "buy",
    "filled_qty": 0.0625,
    "filled_price": 64009.5,
    "fee": 0.4,
    "liquidity": "maker",
    "filled_at": 1772366402000,
    "metadata": {"venue_fill": 991},
}
_TRADE = _IDENTITY | {
    "market": "BTC-USDT",
    "direction": "short",
    "status": "partially_closed",
    "opened_at": 1772366402000,
    "closed_at": 1772369999999,
    "entry_qty": 0.125,
    "exit_qty": 0.0625,
    "avg_entry_price": 64009.5,
    "avg_exit_price": 63000,
    "realized_pnl": -12.75,
    "metadata": {},
}
_MARK = {
    "position_id": "trade-1",
    "mark_price": 64100.5,
    "position_value_usdt": 8012.5625,
    "unrealized_pnl_usdt": -4.25,
    "pnl_percent": -0.053,
}
_LAST = {"last_event_id": "event-9", "last_event_at": 1772366409000}
_REQUEST = {
    "recipe": {"name": "macd", "fast": 10, "slow": 20, "signal": 5},
    "market": "BTC/USDT",
    "timeframe": "4h",
    "exchange": "KUCOIN",
    "request_type": "real_time",
}

# Every field set, as of the newest revision.
FULL = {
    "SignalProvider": _INTENT["signal_provider"],
    "TradingSignalIntent": _INTENT,
    "TradingSignalIntentSpot": _INTENT,
    "TradingSignalIntentFuture": _INTENT | {"direction": "short"},
    "TradingSignal": _SIGNAL,
    "TradingSignalSpot": _SIGNAL,
    "TradingSignalFuture": _SIGNAL | {"direction": "short"},
    "OrderRequest": _ORDER,
    "OrderFill": _FILL,
    "Trade": _TRADE,
    "PositionMarkV1": _MARK,
    "TradingSignalSnapshot": {"trading_signal": _SIGNAL, "status": "rejected", "reasons": ["scam", ""]} | _LAST,
    "TradingSignalIntentSnapshot": {
        "trading_signal_intent": _INTENT,
        "status": "rejected",
        "granted_at": 1772366400250,
        "granted_signal_id": "signal-1",
        "rejection_reasons": ["strategy_prm_rejected", "scam"],
        "reason_detail": "exposure",
    } | _LAST,
    "OrderSnapshot": {
        "order": _ORDER,
        "status": "canceled",
        "filled_qty": 0.0625,
        "avg_fill_price": 64009.5,
        "rejection_reason": "post-only",
    } | _LAST,
    "TradeSnapshot": {
        "trade": _TRADE,
        "status": "open",
        "open_order_ids": ["order-1", "order-2"],
        "last_realized_pnl_delta": 1.5,
    } | _LAST,
    "PositionsMarkSnapshotV1": {
        "schema_version": 1,
        "kind": "snapshot",
        "account_id": "main",
        "as_of": 1772366410000,
        "positions": [_MARK, _MARK | {"position_id": "trade-2"}],
        "last_snapshot_as_of": None,
    },
    "RSI": {"name": "rsi", "length": 21},
    "MACD": _REQUEST["recipe"],
    "OHLCV": {"name": "ohlcv"},
    "REQUEST": _REQUEST,
    "MarketDataAssignment": {"Market data requested": False, "request": _REQUEST},
}

_ENVELOPE = {
    "event_id": "event-1",
    "occurred_at": 1772366403000,
    "aggregate_id": "aggregate-1",
    "correlation_id": "story-1",
    "causation_id": "event-0",
    "source": "bridge",
    "payload_version": 2,
    "metadata": {"host": "pod-3"},
}
_OWN = {
    "signal_id": "signal-1",
    "prm_granted_at": 1772366400250,
    "reason_detail": "too large",
    "venue_order_id": "V-1",
    "reason": "no balance",
    "realized_pnl_delta": -1.25,
}


def _reasons(event_type):
    return {
        "trading_signal_intent_rejected": ["strategy_prm_rejected", "invalid_price"],
        "trading_signal_rejected": ["dos_attack"],
        "trading_signal_qualified_cold": ["system_is_cold", "disqualified_strategy"],
    }[event_type]


def _known(model, values):
    """The values that this revision's model has a field for, and likewise in nested models."""
    known = {}
    for name, field in model.model_fields.items():
        for key in (field.alias, name):
            if key in values:
                value = values[key]
                nested = MODEL_CLASSES.get(getattr(field.annotation, "__name__", ""))
                known[key] = _known(nested, value) if nested and isinstance(value, dict) else value
    return known


def full_model(name):
    return _known(MODEL_CLASSES[name], FULL[name])


def _required(model, values):
    """No more than what the model asks for, and the times, whose default would be the present moment."""
    chosen = {}
    for name, value in values.items():
        field = model.model_fields.get(name)
        if field is None or field.is_required() or name in ("created_at", "direction", "limit_price"):
            nested = MODEL_CLASSES.get(getattr(field.annotation, "__name__", "")) if field else None
            chosen[name] = _required(nested, value) if nested and isinstance(value, dict) else value
    return chosen


def required_model(name):
    return _required(MODEL_CLASSES[name], full_model(name))


def payload_class(event_type):
    """The class of the payload; None where any object will do."""
    annotation = EVENT_CLASSES[event_type].model_fields["payload"].annotation
    return annotation if inspect.isclass(annotation) and issubclass(annotation, BaseModel) else None


def full_event(event_type):
    model = EVENT_CLASSES[event_type]
    payload = payload_class(event_type)
    aggregate_type = model.model_fields["aggregate_type"].default.value
    values = {"event_type": event_type} | _ENVELOPE | {"aggregate_type": aggregate_type}
    values["payload"] = full_model(payload.__name__) if payload else {"raw": ["as", "it", {"came": None}], "n": 1.5}
    own = set(model.model_fields) - set(values)
    return values | {name: _reasons(event_type) if name == "reasons" else _OWN[name] for name in sorted(own)}


def required_event(event_type):
    model = EVENT_CLASSES[event_type]
    return {"event_type": event_type} | _required(model, full_event(event_type))


def _dump(model, values, **options):
    return model.model_validate(values).model_dump_json(**options).encode()


def seeds(model, full, required):
    """Good texts of a model: all fields, only the required ones, and with every default written out."""
    return [
        json.dumps(full, ensure_ascii=False, separators=(",", ":")).encode(),
        json.dumps(required, ensure_ascii=False, separators=(",", ":")).encode(),
        _dump(model, full, by_alias=True),
        _dump(model, required, by_alias=True),
    ]


def event_seeds(event_type):
    return seeds(EVENT_CLASSES[event_type], full_event(event_type), required_event(event_type))


def model_seeds(name):
    return seeds(MODEL_CLASSES[name], full_model(name), required_model(name))
