// \0rolldown/runtime.js
var __create = Object.create, __defProp = Object.defineProperty, __getOwnPropDesc = Object.getOwnPropertyDescriptor, __getOwnPropNames = Object.getOwnPropertyNames, __getProtoOf = Object.getPrototypeOf, __hasOwnProp = Object.prototype.hasOwnProperty, __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports), __copyProps = (to, from, except, desc) => {
	if (from && typeof from == "object" || typeof from == "function") for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) key = keys[i], !__hasOwnProp.call(to, key) && key !== except && __defProp(to, key, {
		get: ((k) => from[k]).bind(null, key),
		enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
	});
	return to;
}, __toESM = (mod, isNodeMode, target) => (target = mod == null ? {} : __create(__getProtoOf(mod)), __copyProps(isNodeMode || !mod || !mod.__esModule || !__hasOwnProp.call(mod, "default") ? __defProp(target, "default", {
	value: mod,
	enumerable: !0
}) : target, mod)), is_array = Array.isArray, index_of = Array.prototype.indexOf, includes = Array.prototype.includes, array_from = Array.from, define_property = Object.defineProperty, get_descriptor = Object.getOwnPropertyDescriptor, get_descriptors = Object.getOwnPropertyDescriptors, object_prototype = Object.prototype, array_prototype = Array.prototype, get_prototype_of = Object.getPrototypeOf, is_extensible = Object.isExtensible, noop = () => {};
function run_all(arr) {
	for (var i = 0; i < arr.length; i++) arr[i]();
}
function deferred() {
	var resolve, reject;
	return {
		promise: new Promise((res, rej) => {
			resolve = res, reject = rej;
		}),
		resolve,
		reject
	};
}
var CLEAN = 1024, DIRTY = 2048, MAYBE_DIRTY = 4096, INERT = 8192, DESTROYED = 16384, REACTION_RAN = 32768, DESTROYING = 1 << 25, EFFECT_TRANSPARENT = 65536, EFFECT_PRESERVED = 1 << 19, USER_EFFECT = 1 << 20, EFFECT_OFFSCREEN = 1 << 25, REACTION_IS_UPDATING = 1 << 21, ASYNC = 1 << 22, ERROR_VALUE = 1 << 23, STATE_SYMBOL = Symbol("$state"), COMPONENT_SYMBOL = Symbol("component"), LEGACY_PROPS = Symbol("legacy props"), LOADING_ATTR_SYMBOL = Symbol(""), ATTRIBUTES_CACHE = Symbol("attributes"), CLASS_CACHE = Symbol("class"), STYLE_CACHE = Symbol("style"), TEXT_CACHE = Symbol("text"), FORM_RESET_HANDLER = Symbol("form reset"), STALE_REACTION = new class extends Error {
	name = "StaleReactionError";
	message = "The reaction that called `getAbortSignal()` was re-run or destroyed";
}(), IS_XHTML = !!globalThis.document?.contentType && globalThis.document.contentType.includes("xml"), HYDRATION_ERROR = {}, UNINITIALIZED = Symbol("uninitialized"), NAMESPACE_HTML = "http://www.w3.org/1999/xhtml";
function derived_inert() {
	console.warn("https://svelte.dev/e/derived_inert");
}
function hydration_mismatch(location) {
	console.warn("https://svelte.dev/e/hydration_mismatch");
}
function svelte_boundary_reset_noop() {
	console.warn("https://svelte.dev/e/svelte_boundary_reset_noop");
}
// node_modules/svelte/src/internal/client/dom/hydration.js
var hydrating = !1;
function set_hydrating(value) {
	hydrating = value;
}
var hydrate_node;
function set_hydrate_node(node) {
	if (node === null) throw hydration_mismatch(), HYDRATION_ERROR;
	return hydrate_node = node;
}
function hydrate_next() {
	return set_hydrate_node(get_next_sibling(hydrate_node));
}
function reset(node) {
	if (hydrating) {
		if (get_next_sibling(hydrate_node) !== null) throw hydration_mismatch(), HYDRATION_ERROR;
		hydrate_node = node;
	}
}
function next(count = 1) {
	if (hydrating) {
		for (var i = count, node = hydrate_node; i--;) node = get_next_sibling(node);
		hydrate_node = node;
	}
}
function skip_nodes(remove = !0) {
	for (var depth = 0, node = hydrate_node;;) {
		if (node.nodeType === 8) {
			var data = node.data;
			if (data === "]") {
				if (depth === 0) return node;
				--depth;
			} else (data === "[" || data === "[!" || data[0] === "[" && !isNaN(Number(data.slice(1)))) && (depth += 1);
		}
		var next = get_next_sibling(node);
		remove && node.remove(), node = next;
	}
}
function read_hydration_instruction(node) {
	if (!node || node.nodeType !== 8) throw hydration_mismatch(), HYDRATION_ERROR;
	return node.data;
}
// node_modules/svelte/src/internal/client/reactivity/equality.js
function equals(value) {
	return value === this.v;
}
function safe_not_equal(a, b) {
	return a == a ? a !== b || typeof a == "object" && !!a || typeof a == "function" : b == b;
}
function safe_equals(value) {
	return !safe_not_equal(value, this.v);
}
// node_modules/svelte/src/internal/client/errors.js
function async_derived_orphan() {
	throw Error("https://svelte.dev/e/async_derived_orphan");
}
function each_key_duplicate(a, b, value) {
	throw Error("https://svelte.dev/e/each_key_duplicate");
}
function effect_in_teardown(rune) {
	throw Error("https://svelte.dev/e/effect_in_teardown");
}
function effect_in_unowned_derived() {
	throw Error("https://svelte.dev/e/effect_in_unowned_derived");
}
function effect_orphan(rune) {
	throw Error("https://svelte.dev/e/effect_orphan");
}
function effect_update_depth_exceeded() {
	throw Error("https://svelte.dev/e/effect_update_depth_exceeded");
}
function props_invalid_value(key) {
	throw Error("https://svelte.dev/e/props_invalid_value");
}
function state_descriptors_fixed() {
	throw Error("https://svelte.dev/e/state_descriptors_fixed");
}
function state_prototype_fixed() {
	throw Error("https://svelte.dev/e/state_prototype_fixed");
}
function state_unsafe_mutation() {
	throw Error("https://svelte.dev/e/state_unsafe_mutation");
}
function svelte_boundary_reset_onerror() {
	throw Error("https://svelte.dev/e/svelte_boundary_reset_onerror");
}
// node_modules/svelte/src/internal/client/context.js
var component_context = null;
function set_component_context(context) {
	component_context = context;
}
function push(props, runes = !1, fn) {
	component_context = {
		p: component_context,
		i: !1,
		c: null,
		e: null,
		s: props,
		x: null,
		r: active_effect,
		l: null
	};
}
function pop(component) {
	var context = component_context, effects = context.e;
	if (effects !== null) {
		context.e = null;
		for (var fn of effects) create_user_effect(fn);
	}
	return component !== void 0 && (context.x = component), context.i = !0, component_context = context.p, mark_as_component(component);
}
function mark_as_component(component = {}) {
	return define_property(component, COMPONENT_SYMBOL, { value: !0 }), component;
}
function is_runes() {
	return !0;
}
// node_modules/svelte/src/internal/client/dom/task.js
var micro_tasks = [];
function run_micro_tasks() {
	var tasks = micro_tasks;
	micro_tasks = [], run_all(tasks);
}
function queue_micro_task(fn) {
	if (micro_tasks.length === 0 && !is_flushing_sync) {
		var tasks = micro_tasks;
		queueMicrotask(() => {
			tasks === micro_tasks && run_micro_tasks();
		});
	}
	micro_tasks.push(fn);
}
function flush_tasks() {
	for (; micro_tasks.length > 0;) run_micro_tasks();
}
// node_modules/svelte/src/internal/client/reactivity/status.js
var STATUS_MASK = ~(DIRTY | MAYBE_DIRTY | CLEAN);
function set_signal_status(signal, status) {
	signal.f = signal.f & STATUS_MASK | status;
}
function update_derived_status(derived) {
	derived.f & 512 || derived.deps === null ? set_signal_status(derived, CLEAN) : set_signal_status(derived, MAYBE_DIRTY);
}
// node_modules/svelte/src/internal/client/reactivity/utils.js
function defer_effect(effect, dirty_reactions) {
	effect.f & 2048 ? dirty_reactions.set(effect, DIRTY) : effect.f & 4096 && dirty_reactions.get(effect) !== 2048 && dirty_reactions.set(effect, MAYBE_DIRTY), set_signal_status(effect, CLEAN);
}
// node_modules/svelte/src/internal/client/dom/elements/misc.js
var listening_to_form_reset = !1;
function add_form_reset_listener() {
	listening_to_form_reset || (listening_to_form_reset = !0, document.addEventListener("reset", (evt) => {
		Promise.resolve().then(() => {
			if (!evt.defaultPrevented) for (let e of evt.target.elements) e[FORM_RESET_HANDLER]?.();
		});
	}, { capture: !0 }));
}
// node_modules/svelte/src/internal/client/dom/elements/bindings/shared.js
function without_reactive_context(fn) {
	var previous_reaction = active_reaction, previous_effect = active_effect;
	set_active_reaction(null), set_active_effect(null);
	try {
		return fn();
	} finally {
		set_active_reaction(previous_reaction), set_active_effect(previous_effect);
	}
}
function listen_to_event_and_reset_event(element, event, handler, on_reset = handler) {
	element.addEventListener(event, () => without_reactive_context(handler));
	let prev = element[FORM_RESET_HANDLER];
	element[FORM_RESET_HANDLER] = prev ? () => {
		prev(), on_reset(!0);
	} : () => on_reset(!0), add_form_reset_listener();
}
// node_modules/svelte/src/internal/client/reactivity/async.js
function flatten(blockers, sync, async, fn) {
	let d = is_runes() ? derived : derived_safe_equal;
	var pending = blockers.filter((b) => !b.settled), deriveds = sync.map(d);
	if (async.length === 0 && pending.length === 0) {
		fn(deriveds);
		return;
	}
	var parent = active_effect, restore = capture$1(), blocker_promise = pending.length === 1 ? pending[0].promise : pending.length > 1 ? Promise.all(pending.map((b) => b.promise)) : null;
	function finish(async) {
		if (!(parent.f & 16384)) {
			restore();
			try {
				fn([...deriveds, ...async]);
			} catch (error) {
				invoke_error_boundary(error, parent);
			}
			unset_context();
		}
	}
	var decrement_pending = increment_pending();
	if (async.length === 0) {
		blocker_promise.then(() => finish([])).finally(decrement_pending);
		return;
	}
	function run() {
		Promise.all(async.map((expression) => async_derived(expression))).then(finish).catch((error) => invoke_error_boundary(error, parent)).finally(decrement_pending);
	}
	blocker_promise ? blocker_promise.then(() => {
		parent.f & 16384 ? decrement_pending() : (restore(), run(), unset_context());
	}) : run();
}
function capture$1() {
	var previous_effect = active_effect, previous_reaction = active_reaction, previous_component_context = component_context, previous_batch = current_batch;
	return function(activate_batch = !0) {
		set_active_effect(previous_effect), set_active_reaction(previous_reaction), set_component_context(previous_component_context), activate_batch && !(previous_effect.f & 16384) && (previous_batch?.activate(), previous_batch?.apply());
	};
}
function unset_context(deactivate_batch = !0) {
	set_active_effect(null), set_active_reaction(null), set_component_context(null), deactivate_batch && current_batch?.deactivate();
}
function increment_pending() {
	var effect = active_effect, boundary = effect.b, batch = current_batch, blocking = !!boundary?.is_rendered();
	return boundary?.update_pending_count(1, batch), batch.increment(blocking, effect), () => {
		boundary?.update_pending_count(-1, batch), batch.decrement(blocking, effect);
	};
}
function derived(fn) {
	var flags = 2 | DIRTY;
	return active_effect !== null && (active_effect.f |= EFFECT_PRESERVED), {
		ctx: component_context,
		deps: null,
		effects: null,
		equals,
		f: flags,
		fn,
		reactions: null,
		rv: 0,
		v: UNINITIALIZED,
		wv: 0,
		parent: active_effect,
		ac: null
	};
}
var OBSOLETE = Symbol("obsolete");
function async_derived(fn, label, location) {
	let parent = active_effect;
	parent === null && async_derived_orphan();
	var promise = void 0, signal = source(UNINITIALIZED), should_suspend = !active_reaction, deferreds = new Set();
	return async_effect(() => {
		var effect = active_effect, d = deferred();
		promise = d.promise;
		try {
			Promise.resolve(fn()).then(d.resolve, (e) => {
				e !== STALE_REACTION && d.reject(e);
			}).finally(unset_context);
		} catch (error) {
			d.reject(error), unset_context();
		}
		var batch = current_batch;
		if (should_suspend) {
			if (effect.f & 32768) var decrement_pending = increment_pending();
			if (parent.b?.is_rendered()) batch.async_deriveds.get(effect)?.reject(OBSOLETE);
			else for (let d of deferreds.values()) d.reject(OBSOLETE);
			deferreds.add(d), batch.async_deriveds.set(effect, d);
		}
		let handler = (value, error = void 0) => {
			decrement_pending?.(), deferreds.delete(d), error !== OBSOLETE && (batch.activate(), error ? (signal.f |= ERROR_VALUE, internal_set(signal, error)) : (signal.f & 8388608 && (signal.f ^= ERROR_VALUE), internal_set(signal, value)), batch.deactivate());
		};
		d.promise.then(handler, (e) => handler(null, e || "unknown"));
	}), teardown(() => {
		for (let d of deferreds) d.reject(OBSOLETE);
	}), new Promise((fulfil) => {
		function next(p) {
			function go() {
				p === promise ? fulfil(signal) : next(promise);
			}
			p.then(go, go);
		}
		next(promise);
	});
}
function user_derived(fn) {
	let d = derived(fn);
	return push_reaction_value(d), d;
}
function derived_safe_equal(fn) {
	let signal = derived(fn);
	return signal.equals = safe_equals, signal;
}
function destroy_derived_effects(derived) {
	var effects = derived.effects;
	if (effects !== null) {
		derived.effects = null;
		for (var i = 0; i < effects.length; i += 1) destroy_effect(effects[i]);
	}
}
function execute_derived(derived) {
	var value, prev_active_effect = active_effect, parent = derived.parent;
	if (!is_destroying_effect && parent !== null && derived.v !== UNINITIALIZED && parent.f & 24576) return derived_inert(), derived.v;
	set_active_effect(parent);
	try {
		destroy_derived_effects(derived), value = update_reaction(derived);
	} finally {
		set_active_effect(prev_active_effect);
	}
	return value;
}
function update_derived(derived) {
	var value = execute_derived(derived);
	!derived.equals(value) && (derived.wv = increment_write_version(), (!current_batch?.is_fork || derived.deps === null) && (current_batch === null ? derived.v = value : (current_batch.capture(derived, value, !0), previous_batch?.capture(derived, value, !0)), derived.deps === null)) ? set_signal_status(derived, CLEAN) : is_destroying_effect || (batch_values === null ? update_derived_status(derived) : (effect_tracking() || current_batch?.is_fork) && batch_values.set(derived, value));
}
function freeze_derived_effects(derived) {
	if (derived.effects !== null) for (let e of derived.effects) (e.teardown || e.ac) && (e.teardown?.(), e.ac !== null && without_reactive_context(() => {
		e.ac.abort(STALE_REACTION), e.ac = null;
	}), e.fn !== null && (e.teardown = noop), remove_reactions(e, 0), destroy_effect_children(e));
}
function unfreeze_derived_effects(derived) {
	if (derived.effects !== null) for (let e of derived.effects) e.teardown && e.fn !== null && update_effect(e);
}
// node_modules/svelte/src/internal/client/reactivity/batch.js
var last_batch = null, current_batch = null, previous_batch = null, batch_values = null, last_scheduled_effect = null, is_flushing_sync = !1, is_processing = !1, collected_effects = null, legacy_updates = null, flush_count = 0, uid = 1, Batch = class Batch {
	id = uid++;
	started = !1;
	linked = !0;
	prev = null;
	next = null;
	async_deriveds = new Map();
	current = new Map();
	previous = new Map();
	#commit_callbacks = new Set();
	#discard_callbacks = new Set();
	#pending = 0;
	#blocking_pending = new Map();
	#deferred = null;
	#scheduled = [];
	#new_effects = [];
	#dirty_reactions = new Map();
	#skipped_branches = new Map();
	#unskipped_branches = new Set();
	is_fork = !1;
	#decrement_queued = !1;
	constructor() {
		last_batch === null ? last_batch = this : (last_batch.next = this, this.prev = last_batch), last_batch = this;
	}
	#is_deferred() {
		if (this.is_fork) return !0;
		for (let effect of this.#blocking_pending.keys()) if (!this.#is_skipped(effect)) return !0;
		return !1;
	}
	#is_skipped(effect) {
		for (var e = effect; e !== null; e = e.parent) if (this.#skipped_branches.has(e)) return !0;
		return !1;
	}
	skip_effect(effect) {
		this.#skipped_branches.has(effect) || this.#skipped_branches.set(effect, {
			d: [],
			m: []
		}), this.#unskipped_branches.delete(effect);
	}
	unskip_effect(effect, callback = (e) => this.schedule(e)) {
		var tracked = this.#skipped_branches.get(effect);
		if (tracked) {
			this.#skipped_branches.delete(effect);
			for (var e of tracked.d) set_signal_status(e, DIRTY), callback(e);
			for (e of tracked.m) set_signal_status(e, MAYBE_DIRTY), callback(e);
		}
		this.#unskipped_branches.add(effect);
	}
	#resolve() {
		var roots = [];
		for (let effect of this.#scheduled) if (!(effect.f & 16384 || !(effect.f & 6144))) {
			for (var e = effect, covered = !1; e.parent !== null;) {
				e = e.parent;
				var flags = e.f;
				if (flags & 96) {
					if (!(flags & 1024)) {
						covered = !0;
						break;
					}
					e.f ^= CLEAN;
				}
			}
			covered || roots.push(e);
		}
		return this.#scheduled = [], roots;
	}
	#process() {
		this.started = !0;
		for (let [e, status] of this.#dirty_reactions) set_signal_status(e, status), this.schedule(e);
		this.apply();
		for (var effects = collected_effects = [], render_effects = [], updates = legacy_updates = []; this.#scheduled.length > 0;) {
			flush_count++ > 1e3 && (this.#unlink(), infinite_loop_guard());
			for (let root of this.#resolve()) try {
				this.#traverse(root, effects, render_effects);
			} catch (e) {
				throw reset_all(root), this.#is_deferred() || this.discard(), e;
			}
		}
		if (current_batch = null, updates.length > 0) {
			var batch = Batch.ensure();
			for (let e of updates) batch.schedule(e);
		}
		if (collected_effects = null, legacy_updates = null, this.#is_deferred()) {
			this.#defer_effects(render_effects), this.#defer_effects(effects);
			for (let [e, t] of this.#skipped_branches) reset_branch(e, t);
			updates.length > 0 && current_batch.#process();
			return;
		}
		let earlier_batch = this.#find_earlier_batch();
		if (earlier_batch) this.#defer_effects(render_effects), this.#defer_effects(effects), earlier_batch.#merge(this);
		else {
			this.#dirty_reactions.clear();
			for (let fn of this.#commit_callbacks) fn(this);
			this.#commit_callbacks.clear(), previous_batch = this, flush_queued_effects(render_effects), flush_queued_effects(effects), previous_batch = null, this.#deferred?.resolve();
			var next_batch = current_batch;
			this.#pending === 0 && (this.#scheduled.length === 0 || next_batch !== null) && this.#unlink(), next_batch !== null && (old_values.clear(), next_batch.#process());
		}
	}
	#traverse(root, effects, render_effects) {
		root.f ^= CLEAN;
		for (var effect = root.first; effect !== null;) {
			var flags = effect.f, is_branch = !!(flags & 96);
			if (!(is_branch && flags & 1024 || flags & 8192 || this.#skipped_branches.has(effect)) && effect.fn !== null) {
				is_branch ? effect.f ^= CLEAN : flags & 4 ? effects.push(effect) : is_dirty(effect) && (flags & 16 && this.add_dirty_reaction(effect, MAYBE_DIRTY), update_effect(effect));
				var child = effect.first;
				if (child !== null) {
					effect = child;
					continue;
				}
			}
			for (; effect !== null;) {
				var next = effect.next;
				if (next !== null) {
					effect = next;
					break;
				}
				effect = effect.parent;
			}
		}
	}
	#find_earlier_batch() {
		for (var batch = this.prev; batch !== null; batch = batch.prev) if (!batch.is_fork && this.#intersects(batch)) return batch;
		return null;
	}
	#intersects(batch) {
		for (let [source, [, is_derived]] of this.current) if (!is_derived && batch.current.has(source)) return !0;
		return !1;
	}
	#merge(batch) {
		for (let [source, value] of batch.current) !this.previous.has(source) && batch.previous.has(source) && this.previous.set(source, batch.previous.get(source)), this.current.set(source, value);
		for (let [effect, deferred] of batch.async_deriveds) {
			let d = this.async_deriveds.get(effect);
			d && deferred.promise.then(d.resolve).catch(d.reject);
		}
		batch.async_deriveds.clear(), this.transfer_reactions(batch.#dirty_reactions);
		let mark = (value) => {
			var reactions = value.reactions;
			if (reactions !== null && !(value.f & 2 && !(value.f & 6144))) for (let reaction of reactions) {
				var flags = reaction.f;
				if (flags & 2) mark(reaction);
				else {
					var effect = reaction;
					flags & 4194320 && !this.async_deriveds.has(effect) && (this.#dirty_reactions.delete(effect), set_signal_status(effect, DIRTY), this.schedule(effect));
				}
			}
		};
		for (let source of this.current.keys()) mark(source);
		this.oncommit(() => batch.discard()), batch.#unlink(), current_batch = this, this.#process();
	}
	#defer_effects(effects) {
		for (var i = 0; i < effects.length; i += 1) defer_effect(effects[i], this.#dirty_reactions);
	}
	capture(source, value, is_derived = !1) {
		source.v !== UNINITIALIZED && !this.previous.has(source) && this.previous.set(source, source.v), source.f & 8388608 || (this.current.set(source, [value, is_derived]), batch_values?.set(source, value)), this.is_fork || (source.v = value);
	}
	activate() {
		current_batch = this;
	}
	deactivate() {
		current_batch = null, batch_values = null;
	}
	flush() {
		try {
			is_processing = !0, current_batch = this, this.#process();
		} finally {
			flush_count = 0, last_scheduled_effect = null, collected_effects = null, legacy_updates = null, is_processing = !1, current_batch = null, batch_values = null, old_values.clear();
		}
	}
	discard() {
		for (let fn of this.#discard_callbacks) fn(this);
		this.#discard_callbacks.clear();
		for (let deferred of this.async_deriveds.values()) deferred.reject(OBSOLETE);
		this.#unlink(), this.#deferred?.resolve();
	}
	register_created_effect(effect) {
		this.#new_effects.push(effect);
	}
	increment(blocking, effect) {
		if (this.#pending += 1, blocking) {
			let blocking_pending_count = this.#blocking_pending.get(effect) ?? 0;
			this.#blocking_pending.set(effect, blocking_pending_count + 1);
		}
	}
	decrement(blocking, effect) {
		if (--this.#pending, blocking) {
			let blocking_pending_count = this.#blocking_pending.get(effect) ?? 0;
			blocking_pending_count === 1 ? this.#blocking_pending.delete(effect) : this.#blocking_pending.set(effect, blocking_pending_count - 1);
		}
		this.#decrement_queued || (this.#decrement_queued = !0, queue_micro_task(() => {
			this.#decrement_queued = !1, this.linked && this.flush();
		}));
	}
	transfer_reactions(dirty_reactions) {
		for (let [effect, status] of dirty_reactions) this.add_dirty_reaction(effect, status);
		dirty_reactions.clear();
	}
	add_dirty_reaction(effect, status) {
		(status === 2048 || this.#dirty_reactions.get(effect) !== 2048) && this.#dirty_reactions.set(effect, status);
	}
	oncommit(fn) {
		this.#commit_callbacks.add(fn);
	}
	ondiscard(fn) {
		this.#discard_callbacks.add(fn);
	}
	settled() {
		return (this.#deferred ??= deferred()).promise;
	}
	static ensure() {
		if (current_batch === null) {
			let batch = current_batch = new Batch();
			!is_processing && !is_flushing_sync && queue_micro_task(() => {
				batch.started || batch.flush();
			});
		}
		return current_batch;
	}
	apply() {
		batch_values = null;
	}
	schedule(effect) {
		last_scheduled_effect = effect, effect.b?.is_pending && effect.f & 16777228 && !(effect.f & 32768) ? effect.b.defer_effect(effect) : this.#scheduled.push(effect);
	}
	#unlink() {
		if (this.linked) {
			var prev = this.prev, next = this.next;
			prev === null || (prev.next = next), next === null ? last_batch = prev : next.prev = prev, this.linked = !1;
		}
	}
};
function flushSync(fn) {
	var was_flushing_sync = is_flushing_sync, prev_previous_batch = previous_batch;
	previous_batch = null, is_flushing_sync = !0;
	try {
		var result;
		for (fn && (flushSync(), result = fn());;) {
			if (flush_tasks(), current_batch === null) return result;
			current_batch.flush();
		}
	} finally {
		is_flushing_sync = was_flushing_sync, previous_batch = prev_previous_batch;
	}
}
function infinite_loop_guard() {
	try {
		effect_update_depth_exceeded();
	} catch (error) {
		invoke_error_boundary(error, last_scheduled_effect);
	}
}
var eager_block_effects = null;
function flush_queued_effects(effects) {
	var length = effects.length;
	if (length !== 0) {
		for (var i = 0; i < length;) {
			var effect = effects[i++];
			if (!(effect.f & 24576) && is_dirty(effect) && (eager_block_effects = new Set(), update_effect(effect), effect.deps === null && effect.first === null && effect.nodes === null && effect.teardown === null && effect.ac === null && unlink_effect(effect), eager_block_effects?.size > 0)) {
				old_values.clear();
				for (let e of eager_block_effects) {
					if (e.f & 24576) continue;
					let ordered_effects = [e], ancestor = e.parent;
					for (; ancestor !== null;) eager_block_effects.has(ancestor) && (eager_block_effects.delete(ancestor), ordered_effects.push(ancestor)), ancestor = ancestor.parent;
					for (let j = ordered_effects.length - 1; j >= 0; j--) {
						let e = ordered_effects[j];
						e.f & 24576 || update_effect(e);
					}
				}
				eager_block_effects.clear();
			}
		}
		eager_block_effects = null;
	}
}
function schedule_effect(effect) {
	current_batch.schedule(effect);
}
function reset_branch(effect, tracked) {
	if (!(effect.f & 32 && effect.f & 1024)) {
		effect.f & 2048 ? tracked.d.push(effect) : effect.f & 4096 && tracked.m.push(effect), set_signal_status(effect, CLEAN);
		for (var e = effect.first; e !== null;) reset_branch(e, tracked), e = e.next;
	}
}
function reset_all(effect) {
	set_signal_status(effect, CLEAN);
	for (var e = effect.first; e !== null;) reset_all(e), e = e.next;
}
// node_modules/svelte/src/internal/client/reactivity/sources.js
var eager_effects = new Set(), old_values = new Map(), eager_effects_deferred = !1;
function source(v, stack) {
	return {
		f: 0,
		v,
		reactions: null,
		equals,
		rv: 0,
		wv: 0
	};
}
function state(v, stack) {
	let s = source(v, stack);
	return push_reaction_value(s), s;
}
function mutable_source(initial_value, immutable = !1, trackable = !0) {
	let s = source(initial_value);
	return immutable || (s.equals = safe_equals), s;
}
function set(source, value, should_proxy = !1) {
	return active_reaction !== null && (!untracking || active_reaction.f & 131072) && is_runes() && active_reaction.f & 4325394 && (current_sources === null || !current_sources.has(source)) && state_unsafe_mutation(), internal_set(source, should_proxy ? proxy(value) : value, legacy_updates);
}
var seen = null, count_deps = 0;
function internal_set(source, value, updated_during_traversal = null) {
	if (!source.equals(value)) {
		is_destroying_effect ? old_values.set(source, value) : old_values.has(source) || old_values.set(source, source.v);
		var batch = Batch.ensure();
		if (batch.capture(source, value), source.f & 2) {
			let derived = source;
			source.f & 2048 && execute_derived(derived), batch_values === null && update_derived_status(derived);
		}
		source.wv = increment_write_version(), seen = null, count_deps = 0, mark_reactions(source, DIRTY, updated_during_traversal), seen = null, is_runes() && active_effect !== null && active_effect.f & 1024 && !(active_effect.f & 96) && (untracked_writes === null ? set_untracked_writes([source]) : untracked_writes.push(source)), !batch.is_fork && eager_effects.size > 0 && !eager_effects_deferred && flush_eager_effects();
	}
	return value;
}
function flush_eager_effects() {
	eager_effects_deferred = !1;
	for (let effect of eager_effects) {
		effect.f & 1024 && set_signal_status(effect, MAYBE_DIRTY);
		let dirty;
		try {
			dirty = is_dirty(effect);
		} catch {
			dirty = !0;
		}
		dirty && update_effect(effect);
	}
	eager_effects.clear();
}
function increment(source) {
	set(source, source.v + 1);
}
function mark_reactions(signal, status, updated_during_traversal) {
	var reactions = signal.reactions;
	if (reactions !== null) {
		var runes = is_runes(), length = reactions.length;
		if (count_deps += length, count_deps > 1e5 && seen === null && (seen = new Set()), seen !== null) {
			if (seen.has(signal)) return;
			seen.add(signal);
		}
		for (var i = 0; i < length; i++) {
			var reaction = reactions[i], flags = reaction.f;
			if (runes || reaction !== active_effect) {
				var not_dirty = (flags & DIRTY) === 0;
				if (not_dirty && set_signal_status(reaction, status), flags & 131072) eager_effects.add(reaction);
				else if (flags & 2) {
					var derived = reaction;
					batch_values?.delete(derived), mark_reactions(derived, MAYBE_DIRTY, updated_during_traversal);
				} else if (not_dirty) {
					var effect = reaction;
					flags & 16 && eager_block_effects !== null && eager_block_effects.add(effect), updated_during_traversal === null ? schedule_effect(effect) : updated_during_traversal.push(effect);
				}
			}
		}
	}
}
function proxy(value) {
	if (typeof value != "object" || !value || STATE_SYMBOL in value || COMPONENT_SYMBOL in value) return value;
	let prototype = get_prototype_of(value);
	if (prototype !== object_prototype && prototype !== array_prototype) return value;
	var sources = new Map(), is_proxied_array = is_array(value), version = state(0), stack = null, parent_version = update_version, with_parent = (fn) => {
		if (update_version === parent_version) return fn();
		var reaction = active_reaction, version = update_version;
		set_active_reaction(null), set_update_version(parent_version);
		var result = fn();
		return set_active_reaction(reaction), set_update_version(version), result;
	};
	return is_proxied_array && sources.set("length", state(value.length, stack)), new Proxy(value, {
		defineProperty(_, prop, descriptor) {
			"value" in descriptor && descriptor.configurable !== !1 && descriptor.enumerable !== !1 && descriptor.writable !== !1 || state_descriptors_fixed();
			var s = sources.get(prop);
			return s === void 0 ? with_parent(() => {
				var s = state(descriptor.value, stack);
				return sources.set(prop, s), s;
			}) : set(s, descriptor.value, !0), !0;
		},
		deleteProperty(target, prop) {
			var s = sources.get(prop);
			if (s === void 0) {
				if (prop in target) {
					let s = with_parent(() => state(UNINITIALIZED, stack));
					sources.set(prop, s), increment(version);
				}
			} else set(s, UNINITIALIZED), increment(version);
			return !0;
		},
		get(target, prop, receiver) {
			if (prop === STATE_SYMBOL) return value;
			var s = sources.get(prop), exists = prop in target;
			if (s === void 0 && (!exists || get_descriptor(target, prop)?.writable) && (s = with_parent(() => state(proxy(exists ? target[prop] : UNINITIALIZED), stack)), sources.set(prop, s)), s !== void 0) {
				var v = get$1(s);
				return v === UNINITIALIZED ? void 0 : v;
			}
			return Reflect.get(target, prop, receiver);
		},
		getOwnPropertyDescriptor(target, prop) {
			this.has?.(target, prop);
			var descriptor = Reflect.getOwnPropertyDescriptor(target, prop), s = sources.get(prop);
			if (s !== void 0) {
				var value = get$1(s);
				if (value === UNINITIALIZED) return;
				if (descriptor && "value" in descriptor) descriptor.value = value;
				else return {
					enumerable: !0,
					configurable: !0,
					value,
					writable: !0
				};
			}
			return descriptor;
		},
		has(target, prop) {
			if (prop === STATE_SYMBOL) return !0;
			var s = sources.get(prop), has = s !== void 0 && s.v !== UNINITIALIZED || Reflect.has(target, prop);
			return (s !== void 0 || (active_effect !== null || active_reaction !== null) && (!has || get_descriptor(target, prop)?.writable)) && (s === void 0 && (s = with_parent(() => state(has ? proxy(target[prop]) : UNINITIALIZED, stack)), sources.set(prop, s)), get$1(s) === UNINITIALIZED) ? !1 : has;
		},
		set(target, prop, value, receiver) {
			var s = sources.get(prop), has = prop in target;
			if (is_proxied_array && prop === "length") for (var i = value; i < s.v; i += 1) {
				var other_s = sources.get(i + "");
				other_s === void 0 ? i in target && (other_s = with_parent(() => state(UNINITIALIZED, stack)), sources.set(i + "", other_s)) : set(other_s, UNINITIALIZED);
			}
			if (s === void 0) (!has || get_descriptor(target, prop)?.writable) && (s = with_parent(() => state(void 0, stack)), set(s, proxy(value)), sources.set(prop, s));
			else {
				has = s.v !== UNINITIALIZED;
				var p = with_parent(() => proxy(value));
				set(s, p);
			}
			var descriptor = Reflect.getOwnPropertyDescriptor(target, prop);
			if (descriptor?.set && descriptor.set.call(receiver, value), !has) {
				if (is_proxied_array && typeof prop == "string") {
					var ls = sources.get("length"), n = Number(prop);
					Number.isInteger(n) && n >= ls.v && set(ls, n + 1);
				}
				increment(version);
			}
			return !0;
		},
		ownKeys(target) {
			get$1(version);
			var own_keys = Reflect.ownKeys(target).filter((key) => {
				var source = sources.get(key);
				return source === void 0 || source.v !== UNINITIALIZED;
			});
			for (var [key, source] of sources) source.v !== UNINITIALIZED && !(key in target) && own_keys.push(key);
			return own_keys;
		},
		setPrototypeOf() {
			state_prototype_fixed();
		}
	});
}
var $window, is_firefox, first_child_getter, next_sibling_getter;
function init_operations() {
	if ($window === void 0) {
		$window = window, is_firefox = /Firefox/.test(navigator.userAgent);
		var element_prototype = Element.prototype, node_prototype = Node.prototype, text_prototype = Text.prototype;
		first_child_getter = get_descriptor(node_prototype, "firstChild").get, next_sibling_getter = get_descriptor(node_prototype, "nextSibling").get, is_extensible(element_prototype) && (element_prototype[CLASS_CACHE] = void 0, element_prototype[ATTRIBUTES_CACHE] = null, element_prototype[STYLE_CACHE] = void 0, element_prototype.__e = void 0), is_extensible(text_prototype) && (text_prototype[TEXT_CACHE] = void 0);
	}
}
function create_text(value = "") {
	return document.createTextNode(value);
}
function get_first_child(node) {
	return first_child_getter.call(node);
}
function get_next_sibling(node) {
	return next_sibling_getter.call(node);
}
function child(node, is_text) {
	if (!hydrating) return get_first_child(node);
	var child = get_first_child(hydrate_node);
	if (child === null) child = hydrate_node.appendChild(create_text());
	else if (is_text && child.nodeType !== 3) {
		var text = create_text();
		return child?.before(text), set_hydrate_node(text), text;
	}
	return is_text && merge_text_nodes(child), set_hydrate_node(child), child;
}
function first_child(node, is_text = !1) {
	if (!hydrating) {
		var first = get_first_child(node);
		return first instanceof Comment && first.data === "" ? get_next_sibling(first) : first;
	}
	if (is_text) {
		if (hydrate_node?.nodeType !== 3) {
			var text = create_text();
			return hydrate_node?.before(text), set_hydrate_node(text), text;
		}
		merge_text_nodes(hydrate_node);
	}
	return hydrate_node;
}
function only_child(node, is_text = !1) {
	if (!hydrating) return get_first_child(node);
	var first = child(node, is_text);
	return reset(node), first;
}
function sibling(node, count = 1, is_text = !1) {
	let next_sibling = hydrating ? hydrate_node : node;
	for (var last_sibling; count--;) last_sibling = next_sibling, next_sibling = get_next_sibling(next_sibling);
	if (!hydrating) return next_sibling;
	if (is_text) {
		if (next_sibling?.nodeType !== 3) {
			var text = create_text();
			return next_sibling === null ? last_sibling?.after(text) : next_sibling.before(text), set_hydrate_node(text), text;
		}
		merge_text_nodes(next_sibling);
	}
	return set_hydrate_node(next_sibling), next_sibling;
}
function clear_text_content(node) {
	node.textContent = "";
}
function should_defer_append() {
	return !1;
}
function create_element(tag, namespace, is) {
	return namespace == null || namespace === "http://www.w3.org/1999/xhtml" ? is ? document.createElement(tag, { is }) : document.createElement(tag) : is ? document.createElementNS(namespace, tag, { is }) : document.createElementNS(namespace, tag);
}
function merge_text_nodes(text) {
	if (text.nodeValue.length < 65536) return;
	let next = text.nextSibling;
	for (; next !== null && next.nodeType === 3;) next.remove(), text.nodeValue += next.nodeValue, next = text.nextSibling;
}
function handle_error(error) {
	var effect = active_effect;
	if (effect === null) return active_reaction.f |= ERROR_VALUE, error;
	if (!(effect.f & 32768) && !(effect.f & 4)) throw error;
	invoke_error_boundary(error, effect);
}
function invoke_error_boundary(error, effect) {
	if (error === HYDRATION_ERROR) throw error;
	if (!(effect !== null && effect.f & 16384)) {
		for (; effect !== null;) {
			if (effect.f & 128 && !(effect.f & 33570816)) {
				if (!(effect.f & 32768)) throw error;
				try {
					effect.b.error(error);
					return;
				} catch (e) {
					error = e;
				}
			}
			effect = effect.parent;
		}
		throw error;
	}
}
// node_modules/svelte/src/internal/client/reactivity/effects.js
function validate_effect(rune) {
	active_effect === null && (active_reaction === null && effect_orphan(rune), effect_in_unowned_derived()), is_destroying_effect && effect_in_teardown(rune);
}
function push_effect(effect, parent_effect) {
	var parent_last = parent_effect.last;
	parent_last === null ? parent_effect.last = parent_effect.first = effect : (parent_last.next = effect, effect.prev = parent_last, parent_effect.last = effect);
}
function create_effect(type, fn) {
	var parent = active_effect;
	parent !== null && parent.f & 8192 && (type |= INERT);
	var effect = {
		ctx: component_context,
		deps: null,
		nodes: null,
		f: type | DIRTY | 512,
		first: null,
		fn,
		last: null,
		next: null,
		parent,
		b: parent && parent.b,
		prev: null,
		teardown: null,
		wv: 0,
		ac: null
	};
	current_batch?.register_created_effect(effect);
	var e = effect;
	if (type & 4) collected_effects === null ? Batch.ensure().schedule(effect) : collected_effects.push(effect);
	else if (fn !== null) {
		try {
			update_effect(effect);
		} catch (e) {
			throw destroy_effect(effect), e;
		}
		e.deps === null && e.teardown === null && e.nodes === null && e.first === e.last && !(e.f & 524288) && (e = e.first, type & 16 && type & 65536 && e !== null && (e.f |= EFFECT_TRANSPARENT));
	}
	if (e !== null && (e.parent = parent, parent !== null && push_effect(e, parent), active_reaction !== null && active_reaction.f & 2 && !(type & 64))) {
		var derived = active_reaction;
		(derived.effects ??= []).push(e);
	}
	return effect;
}
function effect_tracking() {
	return active_reaction !== null && !untracking;
}
function teardown(fn) {
	let effect = create_effect(8, null);
	return set_signal_status(effect, CLEAN), effect.teardown = fn, effect;
}
function user_effect(fn) {
	validate_effect("$effect");
	var flags = active_effect.f;
	if (!active_reaction && flags & 32 && component_context !== null && !component_context.i) {
		var context = component_context;
		(context.e ??= []).push(fn);
	} else return create_user_effect(fn);
}
function create_user_effect(fn) {
	return create_effect(4 | USER_EFFECT, fn);
}
function component_root(fn) {
	Batch.ensure();
	let effect = create_effect(64 | EFFECT_PRESERVED, fn);
	return (options = {}) => new Promise((fulfil) => {
		options.outro ? pause_effect(effect, () => {
			destroy_effect(effect), fulfil(void 0);
		}) : (destroy_effect(effect), fulfil(void 0));
	});
}
function effect(fn) {
	return create_effect(4, fn);
}
function async_effect(fn) {
	return create_effect(ASYNC | EFFECT_PRESERVED, fn);
}
function render_effect(fn, flags = 0) {
	return create_effect(8 | flags, fn);
}
function template_effect(fn, sync = [], async = [], blockers = []) {
	flatten(blockers, sync, async, (values) => {
		create_effect(8, () => {
			fn(...values.map(get$1));
		});
	});
}
function block(fn, flags = 0) {
	return create_effect(16 | flags, fn);
}
function branch(fn) {
	return create_effect(32 | EFFECT_PRESERVED, fn);
}
function execute_effect_teardown(effect) {
	var teardown = effect.teardown;
	if (teardown !== null) {
		let previously_destroying_effect = is_destroying_effect, previous_reaction = active_reaction;
		set_is_destroying_effect(!0), set_active_reaction(null);
		try {
			teardown.call(null);
		} catch (error) {
			invoke_error_boundary(error, effect.parent);
		} finally {
			set_is_destroying_effect(previously_destroying_effect), set_active_reaction(previous_reaction);
		}
	}
}
function destroy_effect_children(signal, remove_dom = !1) {
	var effect = signal.first;
	for (signal.first = signal.last = null; effect !== null;) {
		let controller = effect.ac;
		controller !== null && without_reactive_context(() => {
			controller.abort(STALE_REACTION);
		});
		var next = effect.next;
		effect.f & 64 ? effect.parent = null : destroy_effect(effect, remove_dom), effect = next;
	}
}
function destroy_block_effect_children(signal) {
	for (var effect = signal.first; effect !== null;) {
		var next = effect.next;
		effect.f & 32 || destroy_effect(effect), effect = next;
	}
}
function destroy_effect(effect, remove_dom = !0) {
	var removed = !1;
	(remove_dom || effect.f & 262144) && effect.nodes !== null && effect.nodes.end !== null && (remove_effect_dom(effect.nodes.start, effect.nodes.end), removed = !0), effect.f |= DESTROYING, destroy_effect_children(effect, remove_dom && !removed), remove_reactions(effect, 0);
	var transitions = effect.nodes && effect.nodes.t;
	if (transitions !== null) for (let transition of transitions) transition.stop();
	execute_effect_teardown(effect), effect.f ^= DESTROYING, effect.f |= DESTROYED;
	var parent = effect.parent;
	parent !== null && parent.first !== null && unlink_effect(effect), effect.next = effect.prev = effect.teardown = effect.ctx = effect.deps = effect.fn = effect.nodes = effect.ac = effect.b = null;
}
function remove_effect_dom(node, end) {
	for (; node !== null;) {
		var next = node === end ? null : get_next_sibling(node);
		node.remove(), node = next;
	}
}
function unlink_effect(effect) {
	var parent = effect.parent, prev = effect.prev, next = effect.next;
	prev !== null && (prev.next = next), next !== null && (next.prev = prev), parent !== null && (parent.first === effect && (parent.first = next), parent.last === effect && (parent.last = prev));
}
function pause_effect(effect, callback, destroy = !0) {
	var transitions = [];
	effect.f |= 256, pause_children(effect, transitions, !0);
	var fn = () => {
		destroy && destroy_effect(effect), callback && callback();
	}, remaining = transitions.length;
	if (remaining > 0) {
		var check = () => --remaining || fn();
		for (var transition of transitions) transition.out(check);
	} else fn();
}
function pause_children(effect, transitions, local) {
	if (!(effect.f & 8192)) {
		effect.f ^= INERT;
		var t = effect.nodes && effect.nodes.t;
		if (t !== null) for (let transition of t) (transition.is_global || local) && transitions.push(transition);
		for (var child = effect.first; child !== null;) {
			var sibling = child.next;
			if (!(child.f & 64)) {
				var transparent = !!(child.f & 65536) || !!(child.f & 32) && !!(effect.f & 16);
				pause_children(child, transitions, transparent ? local : !1);
			}
			child = sibling;
		}
	}
}
function resume_effect(effect) {
	effect.f &= -257, resume_children(effect, !0);
}
function resume_children(effect, local) {
	if (!(effect.f & 256) && effect.f & 8192) {
		effect.f ^= INERT, effect.f & 1024 || (set_signal_status(effect, DIRTY), Batch.ensure().schedule(effect));
		for (var child = effect.first; child !== null;) {
			var sibling = child.next, transparent = !!(child.f & 65536) || !!(child.f & 32);
			resume_children(child, transparent ? local : !1), child = sibling;
		}
		var t = effect.nodes && effect.nodes.t;
		if (t !== null) for (let transition of t) (transition.is_global || local) && transition.in();
	}
}
function move_effect(effect, fragment) {
	if (effect.nodes) for (var node = effect.nodes.start, end = effect.nodes.end; node !== null;) {
		var next = node === end ? null : get_next_sibling(node);
		fragment.append(node), node = next;
	}
}
// node_modules/svelte/src/internal/client/legacy.js
var captured_signals = null, is_destroying_effect = !1;
function set_is_destroying_effect(value) {
	is_destroying_effect = value;
}
var active_reaction = null, untracking = !1;
function set_active_reaction(reaction) {
	active_reaction = reaction;
}
var active_effect = null;
function set_active_effect(effect) {
	active_effect = effect;
}
var current_sources = null;
function push_reaction_value(value) {
	active_reaction !== null && (active_reaction.f & 2097152 || active_reaction.f & 2) && (current_sources ??= new Set()).add(value);
}
var new_deps = null, skipped_deps = 0, untracked_writes = null;
function set_untracked_writes(value) {
	untracked_writes = value;
}
var write_version = 1, read_version = 0, update_version = read_version;
function set_update_version(value) {
	update_version = value;
}
function increment_write_version() {
	return ++write_version;
}
function is_dirty(reaction) {
	var flags = reaction.f;
	if (flags & 2048) return !0;
	if (flags & 4096) {
		for (var dependencies = reaction.deps, length = dependencies.length, i = 0; i < length; i++) {
			var dependency = dependencies[i];
			if (is_dirty(dependency) && update_derived(dependency), dependency.wv > reaction.wv) return !0;
		}
		flags & 512 && batch_values === null && set_signal_status(reaction, CLEAN);
	}
	return !1;
}
function schedule_possible_effect_self_invalidation(signal, effect, root = !0) {
	var reactions = signal.reactions;
	if (reactions !== null && !(current_sources !== null && current_sources.has(signal))) for (var i = 0; i < reactions.length; i++) {
		var reaction = reactions[i];
		reaction.f & 2 ? schedule_possible_effect_self_invalidation(reaction, effect, !1) : effect === reaction && (root ? set_signal_status(reaction, DIRTY) : reaction.f & 1024 && set_signal_status(reaction, MAYBE_DIRTY), schedule_effect(reaction));
	}
}
function update_reaction(reaction) {
	var previous_deps = new_deps, previous_skipped_deps = skipped_deps, previous_untracked_writes = untracked_writes, previous_reaction = active_reaction, previous_sources = current_sources, previous_component_context = component_context, previous_untracking = untracking, previous_update_version = update_version, flags = reaction.f;
	new_deps = null, skipped_deps = 0, untracked_writes = null, active_reaction = flags & 96 ? null : reaction, current_sources = null, set_component_context(reaction.ctx), untracking = !1, update_version = ++read_version, reaction.ac !== null && (without_reactive_context(() => {
		reaction.ac.abort(STALE_REACTION);
	}), reaction.ac = null);
	try {
		reaction.f |= REACTION_IS_UPDATING;
		var fn = reaction.fn, result = fn();
		reaction.f |= REACTION_RAN;
		var deps = update_dependencies(reaction);
		if (is_runes() && untracked_writes !== null && !untracking && deps !== null && !(reaction.f & 6146)) for (var i = 0; i < untracked_writes.length; i++) schedule_possible_effect_self_invalidation(untracked_writes[i], reaction);
		if (previous_reaction !== null && previous_reaction !== reaction) {
			if (read_version++, previous_reaction.deps !== null) for (let i = 0; i < previous_skipped_deps; i += 1) previous_reaction.deps[i].rv = read_version;
			if (previous_deps !== null) for (let dep of previous_deps) dep.rv = read_version;
			untracked_writes !== null && (previous_untracked_writes === null ? previous_untracked_writes = untracked_writes : previous_untracked_writes.push(...untracked_writes));
		}
		return reaction.f & 8388608 && (reaction.f ^= ERROR_VALUE), result;
	} catch (error) {
		return update_dependencies(reaction), handle_error(error);
	} finally {
		reaction.f ^= REACTION_IS_UPDATING, new_deps = previous_deps, skipped_deps = previous_skipped_deps, untracked_writes = previous_untracked_writes, active_reaction = previous_reaction, current_sources = previous_sources, set_component_context(previous_component_context), untracking = previous_untracking, update_version = previous_update_version;
	}
}
function update_dependencies(reaction) {
	var deps = reaction.deps, is_fork = current_batch?.is_fork;
	if (new_deps !== null) {
		var i;
		if (is_fork || remove_reactions(reaction, skipped_deps), deps !== null && skipped_deps > 0) for (deps.length = skipped_deps + new_deps.length, i = 0; i < new_deps.length; i++) deps[skipped_deps + i] = new_deps[i];
		else reaction.deps = deps = new_deps;
		if (effect_tracking() && reaction.f & 512) for (i = skipped_deps; i < deps.length; i++) (deps[i].reactions ??= []).push(reaction);
	} else !is_fork && deps !== null && skipped_deps < deps.length && (remove_reactions(reaction, skipped_deps), deps.length = skipped_deps);
	return deps;
}
function remove_reaction(signal, dependency) {
	let reactions = dependency.reactions;
	if (reactions !== null) {
		var index = index_of.call(reactions, signal);
		if (index !== -1) {
			var new_length = reactions.length - 1;
			new_length === 0 ? reactions = dependency.reactions = null : (reactions[index] = reactions[new_length], reactions.pop());
		}
	}
	if (reactions === null && dependency.f & 2 && (new_deps === null || !includes.call(new_deps, dependency))) {
		var derived = dependency;
		derived.f & 512 && (derived.f ^= 512), derived.v !== UNINITIALIZED && update_derived_status(derived), derived.ac !== null && without_reactive_context(() => {
			derived.ac.abort(STALE_REACTION), derived.ac = null, set_signal_status(derived, DIRTY);
		}), freeze_derived_effects(derived), remove_reactions(derived, 0);
	}
}
function remove_reactions(signal, start_index) {
	var dependencies = signal.deps;
	if (dependencies !== null) for (var i = start_index; i < dependencies.length; i++) remove_reaction(signal, dependencies[i]);
}
function update_effect(effect) {
	var flags = effect.f;
	if (!(flags & 16384)) {
		set_signal_status(effect, CLEAN);
		var previous_effect = active_effect;
		active_effect = effect;
		try {
			flags & 16777232 ? destroy_block_effect_children(effect) : destroy_effect_children(effect), execute_effect_teardown(effect);
			var teardown = update_reaction(effect);
			effect.teardown = typeof teardown == "function" ? teardown : null, effect.wv = write_version;
		} finally {
			active_effect = previous_effect;
		}
	}
}
async function tick() {
	await Promise.resolve(), flushSync();
}
function get$1(signal) {
	var is_derived = !!(signal.f & 2);
	if (captured_signals?.add(signal), active_reaction !== null && !untracking && !(active_effect !== null && active_effect.f & 16384) && (current_sources === null || !current_sources.has(signal))) {
		var deps = active_reaction.deps;
		if (active_reaction.f & 2097152) signal.rv < read_version && (signal.rv = read_version, new_deps === null && deps !== null && deps[skipped_deps] === signal ? skipped_deps++ : new_deps === null ? new_deps = [signal] : new_deps.push(signal));
		else {
			active_reaction.deps ??= [], includes.call(active_reaction.deps, signal) || active_reaction.deps.push(signal);
			var reactions = signal.reactions;
			reactions === null ? signal.reactions = [active_reaction] : includes.call(reactions, active_reaction) || reactions.push(active_reaction);
		}
	}
	if (is_destroying_effect && old_values.has(signal)) return old_values.get(signal);
	if (is_derived) {
		var derived = signal;
		if (is_destroying_effect) {
			var value = derived.v;
			return (!(derived.f & 1024) && derived.reactions !== null || depends_on_old_values(derived)) && (value = execute_derived(derived)), old_values.set(derived, value), value;
		}
		var should_connect = !(derived.f & 512) && !untracking && active_reaction !== null && !!(active_reaction.f & 512), is_new = (derived.f & REACTION_RAN) === 0;
		is_dirty(derived) && (should_connect && (derived.f |= 512), update_derived(derived)), should_connect && !is_new && (unfreeze_derived_effects(derived), reconnect(derived));
	}
	if (batch_values?.has(signal)) return batch_values.get(signal);
	if (signal.f & 8388608) throw signal.v;
	return signal.v;
}
function reconnect(derived) {
	if (derived.f |= 512, derived.deps !== null) for (let dep of derived.deps) {
		var reactions = dep.reactions;
		reactions === null ? dep.reactions = [derived] : includes.call(reactions, derived) || reactions.push(derived), dep.f & 2 && !(dep.f & 512) && (unfreeze_derived_effects(dep), reconnect(dep));
	}
}
function depends_on_old_values(derived) {
	if (derived.v === UNINITIALIZED) return !0;
	if (derived.deps === null) return !1;
	for (let dep of derived.deps) if (old_values.has(dep) || dep.f & 2 && depends_on_old_values(dep)) return !0;
	return !1;
}
function untrack(fn) {
	var previous_untracking = untracking;
	try {
		return untracking = !0, fn();
	} finally {
		untracking = previous_untracking;
	}
}
[..."allowfullscreen.async.autofocus.autoplay.checked.controls.default.disabled.formnovalidate.indeterminate.inert.ismap.loop.multiple.muted.nomodule.novalidate.open.playsinline.readonly.required.reversed.seamless.selected.webkitdirectory.defer.disablepictureinpicture.disableremoteplayback".split(".")];
var PASSIVE_EVENTS = ["touchstart", "touchmove"];
function is_passive_event(name) {
	return PASSIVE_EVENTS.includes(name);
}
// node_modules/svelte/src/internal/client/dom/elements/events.js
var event_symbol = Symbol("events"), all_registered_events = new Set(), root_event_handles = new Set();
function replay_events(dom) {
	if (!hydrating) return;
	dom.removeAttribute("onload"), dom.removeAttribute("onerror");
	let event = dom.__e;
	event !== void 0 && (dom.__e = void 0, queueMicrotask(() => {
		dom.isConnected && dom.dispatchEvent(event);
	}));
}
function create_event(event_name, dom, handler, options = {}) {
	function target_handler(event) {
		if (options.capture || handle_event_propagation.call(dom, event), !event.cancelBubble) return without_reactive_context(() => handler?.call(this, event));
	}
	return event_name.startsWith("pointer") || event_name.startsWith("touch") || event_name === "wheel" ? (target_handler.__removed = !1, queue_micro_task(() => {
		target_handler.__removed || dom.addEventListener(event_name, target_handler, options);
	})) : dom.addEventListener(event_name, target_handler, options), target_handler;
}
function event(event_name, dom, handler, capture, passive) {
	var options = {
		capture,
		passive
	}, target_handler = create_event(event_name, dom, handler, options);
	(dom === document.body || dom === window || dom === document || dom instanceof HTMLMediaElement) && teardown(() => {
		target_handler.__removed = !0, dom.removeEventListener(event_name, target_handler, options);
	});
}
function delegated(event_name, element, handler) {
	(element[event_symbol] ??= {})[event_name] = handler;
}
function delegate(events) {
	for (var i = 0; i < events.length; i++) all_registered_events.add(events[i]);
	for (var fn of root_event_handles) fn(events);
}
var last_propagated_event = null, last_propagated_event_clear_scheduled = !1;
function handle_event_propagation(event) {
	var handler_element = this, owner_document = handler_element.ownerDocument, event_name = event.type, path = event.composedPath?.() || [], current_target = path[0] || event.target;
	last_propagated_event = event, last_propagated_event_clear_scheduled || (last_propagated_event_clear_scheduled = !0, setTimeout(() => {
		last_propagated_event_clear_scheduled = !1, last_propagated_event = null;
	}));
	var path_idx = 0, handled_at = last_propagated_event === event && event[event_symbol];
	if (handled_at) {
		var at_idx = path.indexOf(handled_at);
		if (at_idx !== -1 && (handler_element === document || handler_element === window)) {
			event[event_symbol] = handler_element;
			return;
		}
		var handler_idx = path.indexOf(handler_element);
		if (handler_idx === -1) return;
		at_idx <= handler_idx && (path_idx = at_idx);
	}
	if (current_target = path[path_idx] || event.target, current_target !== handler_element) {
		define_property(event, "currentTarget", {
			configurable: !0,
			get() {
				return current_target || owner_document;
			}
		});
		var previous_reaction = active_reaction, previous_effect = active_effect;
		set_active_reaction(null), set_active_effect(null);
		try {
			for (var throw_error, other_errors = []; current_target !== null && current_target !== handler_element;) {
				try {
					var delegated = current_target[event_symbol]?.[event_name];
					delegated == null || current_target.disabled && event.target !== current_target || delegated.call(current_target, event);
				} catch (error) {
					throw_error ? other_errors.push(error) : throw_error = error;
				}
				if (event.cancelBubble) break;
				path_idx++, current_target = path_idx < path.length ? path[path_idx] : null;
			}
			if (throw_error) {
				for (let error of other_errors) queueMicrotask(() => {
					throw error;
				});
				throw throw_error;
			}
		} finally {
			event[event_symbol] = handler_element, delete event.currentTarget, set_active_reaction(previous_reaction), set_active_effect(previous_effect);
		}
	}
}
// node_modules/svelte/src/internal/client/dom/reconciler.js
var policy = globalThis?.window?.trustedTypes && globalThis.window.trustedTypes.createPolicy("svelte-trusted-html", { createHTML: (html) => html });
function create_trusted_html(html) {
	return policy?.createHTML(html) ?? html;
}
function create_fragment_from_html(html) {
	var elem = create_element("template");
	return elem.innerHTML = create_trusted_html(html.replaceAll("<!>", "<!---->")), elem.content;
}
// node_modules/svelte/src/internal/client/dom/template.js
function assign_nodes(start, end) {
	var effect = active_effect;
	effect.nodes === null && (effect.nodes = {
		start,
		end,
		a: null,
		t: null
	});
}
function from_html(content, flags) {
	var is_fragment = !!(flags & 1), use_import_node = !!(flags & 2), node, has_start = !content.startsWith("<!>");
	return () => {
		if (hydrating) return assign_nodes(hydrate_node, null), hydrate_node;
		node === void 0 && (node = create_fragment_from_html(has_start ? content : "<!>" + content), is_fragment || (node = get_first_child(node)));
		var clone = use_import_node || is_firefox ? document.importNode(node, !0) : node.cloneNode(!0);
		if (is_fragment) {
			var start = get_first_child(clone), end = clone.lastChild;
			assign_nodes(start, end);
		} else assign_nodes(clone, clone);
		return clone;
	};
}
function from_namespace(content, flags, ns = "svg") {
	var has_start = !content.startsWith("<!>"), is_fragment = !!(flags & 1), wrapped = `<${ns}>${has_start ? content : "<!>" + content}</${ns}>`, node;
	return () => {
		if (hydrating) return assign_nodes(hydrate_node, null), hydrate_node;
		if (!node) {
			var root = get_first_child(create_fragment_from_html(wrapped));
			if (is_fragment) for (node = document.createDocumentFragment(); get_first_child(root);) node.appendChild(get_first_child(root));
			else node = get_first_child(root);
		}
		var clone = node.cloneNode(!0);
		if (is_fragment) {
			var start = get_first_child(clone), end = clone.lastChild;
			assign_nodes(start, end);
		} else assign_nodes(clone, clone);
		return clone;
	};
}
function from_svg(content, flags) {
	return from_namespace(content, flags, "svg");
}
function append(anchor, dom) {
	if (hydrating) {
		var effect = active_effect;
		effect.f & 32768 && effect.nodes.end !== null || (effect.nodes.end = hydrate_node), hydrate_next();
	} else anchor !== null && anchor.before(dom);
}
// node_modules/svelte/src/reactivity/create-subscriber.js
function createSubscriber(start) {
	let subscribers = 0, version = source(0), stop;
	return () => {
		effect_tracking() && (get$1(version), render_effect(() => (subscribers === 0 && (stop = untrack(() => start(() => increment(version)))), subscribers += 1, () => {
			queue_micro_task(() => {
				--subscribers, subscribers === 0 && (stop?.(), stop = void 0, increment(version));
			});
		})));
	};
}
// node_modules/svelte/src/internal/client/dom/blocks/boundary.js
var flags = EFFECT_TRANSPARENT | EFFECT_PRESERVED;
function boundary(node, props, children, transform_error) {
	new Boundary(node, props, children, transform_error);
}
var Boundary = class {
	parent;
	is_pending = !1;
	transform_error;
	#anchor;
	#hydrate_open = hydrating ? hydrate_node : null;
	#props;
	#children;
	#effect;
	#main_effect = null;
	#pending_effect = null;
	#failed_effect = null;
	#offscreen_fragment = null;
	#local_pending_count = 0;
	#pending_count = 0;
	#pending_count_update_queued = !1;
	#dirty_reactions = new Map();
	#effect_pending = null;
	#effect_pending_subscriber = createSubscriber(() => (this.#effect_pending = source(this.#local_pending_count), () => {
		this.#effect_pending = null;
	}));
	constructor(node, props, children, transform_error) {
		this.#anchor = node, this.#props = props, this.#children = (anchor) => {
			var effect = active_effect;
			effect.b = this, effect.f |= 128, children(anchor);
		}, this.parent = active_effect.b, this.transform_error = transform_error ?? this.parent?.transform_error ?? ((e) => e), this.#effect = block(() => {
			if (hydrating) {
				let comment_data = read_hydration_instruction(this.#hydrate_open);
				hydrate_next();
				let server_rendered_pending = comment_data === "[!";
				if (comment_data.startsWith("[?")) {
					let serialized_error = JSON.parse(comment_data.slice(2));
					this.#hydrate_failed_content(serialized_error);
				} else server_rendered_pending ? this.#hydrate_pending_content() : this.#hydrate_resolved_content();
			} else this.#render();
		}, flags), hydrating && (this.#anchor = hydrate_node);
	}
	#hydrate_resolved_content() {
		try {
			this.#main_effect = branch(() => this.#children(this.#anchor));
		} catch (error) {
			this.error(error);
		}
	}
	#hydrate_failed_content(error) {
		let failed = this.#props.failed, { reset, invoke_onerror } = this.#create_reset(error);
		queue_micro_task(invoke_onerror), failed && (this.#failed_effect = branch(() => {
			failed(this.#anchor, () => error, () => reset);
		}));
	}
	#create_reset(error) {
		var did_reset = !1, calling_on_error = !1;
		let reset = () => {
			this.#is_destroyed() || (did_reset ? svelte_boundary_reset_noop() : (did_reset = !0, calling_on_error && svelte_boundary_reset_onerror(), this.#failed_effect !== null && pause_effect(this.#failed_effect, () => {
				this.#failed_effect = null;
			}), this.#run(() => {
				this.#render();
			})));
		};
		return {
			reset,
			invoke_onerror: () => {
				if (!this.#is_destroyed()) try {
					calling_on_error = !0, this.#props.onerror?.(error, reset), calling_on_error = !1;
				} catch (err) {
					invoke_error_boundary(err, this.#effect && this.#effect.parent);
				}
			}
		};
	}
	#is_destroyed() {
		return (this.#effect.f & (DESTROYED | DESTROYING)) !== 0;
	}
	#hydrate_pending_content() {
		let pending = this.#props.pending;
		pending && (this.is_pending = !0, this.#pending_effect = branch(() => pending(this.#anchor)), queue_micro_task(() => {
			if (!this.#is_destroyed()) {
				var fragment = this.#offscreen_fragment = document.createDocumentFragment(), anchor = create_text(), handled = !1;
				fragment.append(anchor), this.#main_effect = this.#run(() => {
					try {
						return branch(() => this.#children(anchor));
					} catch (error) {
						try {
							this.error(error), handled = !0;
						} catch (error) {
							invoke_error_boundary(error, this.#effect.parent);
						}
						return null;
					}
				}), this.#main_effect === null ? (this.#offscreen_fragment = null, handled && this.#resolve(current_batch)) : this.#pending_count === 0 && (this.#anchor.before(fragment), this.#offscreen_fragment = null, pause_effect(this.#pending_effect, () => {
					this.#pending_effect = null;
				}), this.#resolve(current_batch));
			}
		}));
	}
	#render() {
		try {
			if (this.is_pending = this.has_pending_snippet(), this.#pending_count = 0, this.#local_pending_count = 0, this.#main_effect = branch(() => {
				this.#children(this.#anchor);
			}), this.#pending_count > 0) {
				var fragment = this.#offscreen_fragment = document.createDocumentFragment();
				move_effect(this.#main_effect, fragment);
				let pending = this.#props.pending;
				this.#pending_effect = branch(() => pending(this.#anchor));
			} else this.#resolve(current_batch);
		} catch (error) {
			this.error(error);
		}
	}
	#resolve(batch) {
		this.is_pending = !1, batch.transfer_reactions(this.#dirty_reactions);
	}
	defer_effect(effect) {
		defer_effect(effect, this.#dirty_reactions);
	}
	is_rendered() {
		return !this.is_pending && (!this.parent || this.parent.is_rendered());
	}
	has_pending_snippet() {
		return !!this.#props.pending;
	}
	#run(fn) {
		var previous_effect = active_effect, previous_reaction = active_reaction, previous_ctx = component_context;
		set_active_effect(this.#effect), set_active_reaction(this.#effect), set_component_context(this.#effect.ctx);
		try {
			return Batch.ensure(), fn();
		} finally {
			set_active_effect(previous_effect), set_active_reaction(previous_reaction), set_component_context(previous_ctx);
		}
	}
	#update_pending_count(d, batch) {
		this.has_pending_snippet() ? (this.#pending_count += d, this.#pending_count === 0 && (this.#resolve(batch), this.#pending_effect && pause_effect(this.#pending_effect, () => {
			this.#pending_effect = null;
		}), this.#offscreen_fragment &&= (this.#anchor.before(this.#offscreen_fragment), null))) : this.parent && this.parent.#update_pending_count(d, batch);
	}
	update_pending_count(d, batch) {
		this.#update_pending_count(d, batch), this.#local_pending_count += d, !this.#effect_pending || this.#pending_count_update_queued || (this.#pending_count_update_queued = !0, queue_micro_task(() => {
			this.#pending_count_update_queued = !1, this.#effect_pending && internal_set(this.#effect_pending, this.#local_pending_count);
		}));
	}
	get_effect_pending() {
		return this.#effect_pending_subscriber(), get$1(this.#effect_pending);
	}
	error(error) {
		if (error === HYDRATION_ERROR || !this.#props.onerror && !this.#props.failed) throw error;
		current_batch?.is_fork ? (this.#main_effect && current_batch.skip_effect(this.#main_effect), this.#pending_effect && current_batch.skip_effect(this.#pending_effect), this.#failed_effect && current_batch.skip_effect(this.#failed_effect), current_batch.oncommit(() => {
			this.#is_destroyed() || this.#handle_error(error);
		})) : this.#handle_error(error);
	}
	#handle_error(error) {
		this.#main_effect &&= (destroy_effect(this.#main_effect), null), this.#pending_effect &&= (destroy_effect(this.#pending_effect), null), this.#failed_effect &&= (destroy_effect(this.#failed_effect), null), hydrating && (set_hydrate_node(this.#hydrate_open), next(), set_hydrate_node(skip_nodes()));
		let failed = this.#props.failed, handle_error_result = (transformed_error) => {
			if (this.#is_destroyed()) return;
			let { reset, invoke_onerror } = this.#create_reset(transformed_error);
			invoke_onerror(), failed && !this.#is_destroyed() && (this.#failed_effect = this.#run(() => {
				try {
					return branch(() => {
						var effect = active_effect;
						effect.b = this, effect.f |= 128, failed(this.#anchor, () => transformed_error, () => reset);
					});
				} catch (error) {
					return invoke_error_boundary(error, this.#effect.parent), null;
				}
			}));
		};
		queue_micro_task(() => {
			if (!this.#is_destroyed()) {
				var result;
				try {
					result = this.transform_error(error);
				} catch (e) {
					invoke_error_boundary(e, this.#effect && this.#effect.parent);
					return;
				}
				typeof result == "object" && result && typeof result.then == "function" ? result.then(handle_error_result, (e) => invoke_error_boundary(e, this.#effect && this.#effect.parent)) : handle_error_result(result);
			}
		});
	}
};
function set_text(text, value) {
	var str = value == null ? "" : typeof value == "object" ? `${value}` : value;
	str !== (text[TEXT_CACHE] ??= text.nodeValue) && (text[TEXT_CACHE] = str, text.nodeValue = `${str}`);
}
function mount(component, options) {
	return _mount(component, options);
}
var listeners = new Map();
function _mount(Component, { target, anchor, props = {}, events, context, intro = !0, transformError }) {
	init_operations();
	var component = void 0, unmount = component_root(() => {
		var anchor_node = anchor ?? target.appendChild(create_text());
		boundary(anchor_node, { pending: () => {} }, (anchor_node) => {
			push({});
			var ctx = component_context;
			if (context && (ctx.c = context), events && (props.$$events = events), hydrating && assign_nodes(anchor_node, null), component = Component(anchor_node, props) || mark_as_component(), hydrating && (active_effect.nodes.end = hydrate_node, hydrate_node === null || hydrate_node.nodeType !== 8 || hydrate_node.data !== "]")) throw hydration_mismatch(), HYDRATION_ERROR;
			pop();
		}, transformError);
		var registered_events = new Set(), event_handle = (events) => {
			for (var i = 0; i < events.length; i++) {
				var event_name = events[i];
				if (!registered_events.has(event_name)) {
					registered_events.add(event_name);
					var passive = is_passive_event(event_name);
					for (let node of [target, document]) {
						var counts = listeners.get(node);
						counts === void 0 && (counts = new Map(), listeners.set(node, counts));
						var count = counts.get(event_name);
						count === void 0 ? (node.addEventListener(event_name, handle_event_propagation, { passive }), counts.set(event_name, 1)) : counts.set(event_name, count + 1);
					}
				}
			}
		};
		return event_handle(array_from(all_registered_events)), root_event_handles.add(event_handle), () => {
			for (var event_name of registered_events) for (let node of [target, document]) {
				var counts = listeners.get(node), count = counts.get(event_name);
				--count == 0 ? (node.removeEventListener(event_name, handle_event_propagation), counts.delete(event_name), counts.size === 0 && listeners.delete(node)) : counts.set(event_name, count);
			}
			root_event_handles.delete(event_handle), anchor_node !== anchor && anchor_node.parentNode?.removeChild(anchor_node);
		};
	});
	return mounted_components.set(component, unmount), component;
}
var mounted_components = new WeakMap(), BranchManager = class {
	anchor;
	#batches = new Map();
	#onscreen = new Map();
	#offscreen = new Map();
	#outroing = new Set();
	#transition = !0;
	constructor(anchor, transition = !0) {
		this.anchor = anchor, this.#transition = transition;
	}
	#commit = (batch) => {
		if (this.#batches.has(batch)) {
			var key = this.#batches.get(batch), onscreen = this.#onscreen.get(key);
			if (onscreen) resume_effect(onscreen), this.#outroing.delete(key);
			else {
				var offscreen = this.#offscreen.get(key);
				offscreen && (resume_effect(offscreen.effect), this.#onscreen.set(key, offscreen.effect), this.#offscreen.delete(key), offscreen.fragment.lastChild.remove(), this.anchor.before(offscreen.fragment), onscreen = offscreen.effect);
			}
			for (let [b, k] of this.#batches) {
				if (this.#batches.delete(b), b === batch) break;
				let offscreen = this.#offscreen.get(k);
				offscreen && (destroy_effect(offscreen.effect), this.#offscreen.delete(k));
			}
			for (let [k, effect] of this.#onscreen) {
				if (k === key || this.#outroing.has(k)) continue;
				let on_destroy = () => {
					if (Array.from(this.#batches.values()).includes(k)) {
						var fragment = document.createDocumentFragment();
						move_effect(effect, fragment), fragment.append(create_text()), this.#offscreen.set(k, {
							effect,
							fragment
						});
					} else destroy_effect(effect);
					this.#outroing.delete(k), this.#onscreen.delete(k);
				};
				this.#transition || !onscreen ? (this.#outroing.add(k), pause_effect(effect, on_destroy, !1)) : on_destroy();
			}
		}
	};
	#discard = (batch) => {
		this.#batches.delete(batch);
		let keys = Array.from(this.#batches.values());
		for (let [k, branch] of this.#offscreen) keys.includes(k) || (destroy_effect(branch.effect), this.#offscreen.delete(k));
	};
	ensure(key, fn) {
		var batch = current_batch, defer = should_defer_append();
		if (fn && !this.#onscreen.has(key) && !this.#offscreen.has(key)) {
			if (defer) {
				var fragment = document.createDocumentFragment(), target = create_text();
				fragment.append(target), this.#offscreen.set(key, {
					effect: branch(() => fn(target)),
					fragment
				});
			} else this.#onscreen.set(key, branch(() => fn(this.anchor)));
		}
		if (this.#batches.set(batch, key), defer) {
			for (let [k, effect] of this.#onscreen) k === key ? batch.unskip_effect(effect) : batch.skip_effect(effect);
			for (let [k, branch] of this.#offscreen) k === key ? batch.unskip_effect(branch.effect) : batch.skip_effect(branch.effect);
			batch.oncommit(this.#commit), batch.ondiscard(this.#discard);
		} else hydrating && (this.anchor = hydrate_node), this.#commit(batch);
	}
};
// node_modules/svelte/src/internal/client/dom/blocks/if.js
function if_block(node, fn, elseif = !1) {
	var marker;
	hydrating && (marker = hydrate_node, hydrate_next());
	var branches = new BranchManager(node), flags = elseif ? EFFECT_TRANSPARENT : 0;
	function update_branch(key, fn) {
		if (hydrating) {
			var data = read_hydration_instruction(marker);
			if (key !== parseInt(data.substring(1))) {
				var anchor = skip_nodes();
				set_hydrate_node(anchor), branches.anchor = anchor, set_hydrating(!1), branches.ensure(key, fn), set_hydrating(!0);
				return;
			}
		}
		branches.ensure(key, fn);
	}
	block(() => {
		var has_branch = !1;
		fn((fn, key = 0) => {
			has_branch = !0, update_branch(key, fn);
		}), has_branch || update_branch(-1, null);
	}, flags);
}
// node_modules/svelte/src/internal/client/dom/blocks/each.js
function index(_, i) {
	return i;
}
function pause_effects(state, to_destroy, controlled_anchor) {
	for (var transitions = [], length = to_destroy.length, group, remaining = to_destroy.length, i = 0; i < length; i++) {
		let effect = to_destroy[i];
		pause_effect(effect, () => {
			if (group) {
				if (group.pending.delete(effect), group.done.add(effect), group.pending.size === 0) {
					var groups = state.outrogroups;
					destroy_effects(state, array_from(group.done)), groups.delete(group), groups.size === 0 && (state.outrogroups = null);
				}
			} else --remaining;
		}, !1);
	}
	if (remaining === 0) {
		var fast_path = transitions.length === 0 && controlled_anchor !== null && state.pending.size === 0;
		if (fast_path) {
			var anchor = controlled_anchor, parent_node = anchor.parentNode;
			clear_text_content(parent_node), parent_node.append(anchor), state.items.clear();
		}
		destroy_effects(state, to_destroy, !fast_path);
	} else group = {
		pending: new Set(to_destroy),
		done: new Set()
	}, (state.outrogroups ??= new Set()).add(group);
}
function destroy_effects(state, to_destroy, remove_dom = !0) {
	var preserved_effects;
	if (state.pending.size > 0) {
		preserved_effects = new Set();
		for (let keys of state.pending.values()) for (let key of keys) preserved_effects.add(state.items.get(key).e);
	}
	for (var i = 0; i < to_destroy.length; i++) {
		var e = to_destroy[i];
		preserved_effects?.has(e) ? (e.f |= EFFECT_OFFSCREEN, move_effect(e, document.createDocumentFragment())) : destroy_effect(to_destroy[i], remove_dom);
	}
}
var offscreen_anchor;
function each(node, flags, get_collection, get_key, render_fn, fallback_fn = null) {
	var anchor = node, items = new Map();
	if (flags & 4) {
		var parent_node = node;
		anchor = hydrating ? set_hydrate_node(get_first_child(parent_node)) : parent_node.appendChild(create_text());
	}
	hydrating && hydrate_next();
	var fallback = null, each_array = derived_safe_equal(() => {
		var collection = get_collection();
		return is_array(collection) ? collection : collection == null ? [] : array_from(collection);
	}), pending = new Map(), first_run = !0;
	function commit(batch) {
		if (!(state.effect.f & 16384)) {
			state.pending.delete(batch);
			var array = get$1(each_array);
			state.fallback = fallback, reconcile(state, array, anchor, flags, get_key), fallback !== null && (array.length === 0 ? fallback.f & 33554432 ? (fallback.f ^= EFFECT_OFFSCREEN, move(fallback, null, anchor)) : resume_effect(fallback) : pause_effect(fallback, () => {
				fallback = null;
			}));
		}
	}
	function discard(batch) {
		state.pending.delete(batch);
	}
	var state = {
		effect: block(() => {
			var array = get$1(each_array), length = array.length;
			let mismatch = !1;
			hydrating && read_hydration_instruction(anchor) === "[!" != (length === 0) && (anchor = skip_nodes(), set_hydrate_node(anchor), set_hydrating(!1), mismatch = !0);
			for (var keys = new Set(), batch = current_batch, defer = should_defer_append(), index = 0; index < length; index += 1) {
				hydrating && hydrate_node.nodeType === 8 && hydrate_node.data === "]" && (anchor = hydrate_node, mismatch = !0, set_hydrating(!1));
				var value = array[index], key = get_key(value, index), item = first_run ? null : items.get(key);
				item ? (item.v && internal_set(item.v, value), item.i && internal_set(item.i, index), defer && batch.unskip_effect(item.e)) : (item = create_item(items, first_run ? anchor : offscreen_anchor ??= create_text(), value, key, index, render_fn, flags, get_collection), first_run || (item.e.f |= EFFECT_OFFSCREEN), items.set(key, item)), keys.add(key);
			}
			if (length === 0 && fallback_fn && !fallback && (first_run ? fallback = branch(() => fallback_fn(anchor)) : (fallback = branch(() => fallback_fn(offscreen_anchor ??= create_text())), fallback.f |= EFFECT_OFFSCREEN)), length > keys.size && each_key_duplicate("", "", ""), hydrating && length > 0 && set_hydrate_node(skip_nodes()), !first_run) {
				if (pending.set(batch, keys), defer) {
					for (let [key, item] of items) keys.has(key) || batch.skip_effect(item.e);
					batch.oncommit(commit), batch.ondiscard(discard);
				} else commit(batch);
			}
			mismatch && set_hydrating(!0), get$1(each_array);
		}),
		flags,
		items,
		pending,
		outrogroups: null,
		fallback
	};
	first_run = !1, hydrating && (anchor = hydrate_node);
}
function skip_to_branch(effect) {
	for (; effect !== null && !(effect.f & 32);) effect = effect.next;
	return effect;
}
function reconcile(state, array, anchor, flags, get_key) {
	var is_animated = !!(flags & 8), length = array.length, items = state.items, current = skip_to_branch(state.effect.first), seen, prev = null, to_animate, matched = [], stashed = [], value, key, effect, i;
	if (is_animated) for (i = 0; i < length; i += 1) value = array[i], key = get_key(value, i), effect = items.get(key).e, effect.f & 33554432 || (effect.nodes?.a?.measure(), (to_animate ??= new Set()).add(effect));
	for (i = 0; i < length; i += 1) {
		if (value = array[i], key = get_key(value, i), effect = items.get(key).e, state.outrogroups !== null) for (let group of state.outrogroups) group.pending.delete(effect), group.done.delete(effect);
		if (effect.f & 8192 && (resume_effect(effect), is_animated && (effect.nodes?.a?.unfix(), (to_animate ??= new Set()).delete(effect))), effect.f & 33554432) {
			if (effect.f ^= EFFECT_OFFSCREEN, effect === current) move(effect, null, anchor);
			else {
				var next = prev ? prev.next : current;
				effect === state.effect.last && (state.effect.last = effect.prev), effect.prev && (effect.prev.next = effect.next), effect.next && (effect.next.prev = effect.prev), link(state, prev, effect), link(state, effect, next), move(effect, next, anchor), prev = effect, matched = [], stashed = [], current = skip_to_branch(prev.next);
				continue;
			}
		}
		if (effect !== current) {
			if (seen !== void 0 && seen.has(effect)) {
				if (matched.length < stashed.length) {
					var start = stashed[0], j;
					prev = start.prev;
					var a = matched[0], b = matched[matched.length - 1];
					for (j = 0; j < matched.length; j += 1) move(matched[j], start, anchor);
					for (j = 0; j < stashed.length; j += 1) seen.delete(stashed[j]);
					link(state, a.prev, b.next), link(state, prev, a), link(state, b, start), current = start, prev = b, --i, matched = [], stashed = [];
				} else seen.delete(effect), move(effect, current, anchor), link(state, effect.prev, effect.next), link(state, effect, prev === null ? state.effect.first : prev.next), link(state, prev, effect), prev = effect;
				continue;
			}
			for (matched = [], stashed = []; current !== null && current !== effect;) (seen ??= new Set()).add(current), stashed.push(current), current = skip_to_branch(current.next);
			if (current === null) continue;
		}
		effect.f & 33554432 || matched.push(effect), prev = effect, current = skip_to_branch(effect.next);
	}
	if (state.outrogroups !== null) {
		for (let group of state.outrogroups) group.pending.size === 0 && (destroy_effects(state, array_from(group.done)), state.outrogroups?.delete(group));
		state.outrogroups.size === 0 && (state.outrogroups = null);
	}
	if (current !== null || seen !== void 0) {
		var to_destroy = [];
		if (seen !== void 0) for (effect of seen) effect.f & 8192 || to_destroy.push(effect);
		for (; current !== null;) !(current.f & 8192) && current !== state.fallback && to_destroy.push(current), current = skip_to_branch(current.next);
		var destroy_length = to_destroy.length;
		if (destroy_length > 0) {
			var controlled_anchor = flags & 4 && length === 0 ? anchor : null;
			if (is_animated) {
				for (i = 0; i < destroy_length; i += 1) to_destroy[i].nodes?.a?.measure();
				for (i = 0; i < destroy_length; i += 1) to_destroy[i].nodes?.a?.fix();
			}
			pause_effects(state, to_destroy, controlled_anchor);
		}
	}
	is_animated && queue_micro_task(() => {
		if (to_animate !== void 0) for (effect of to_animate) effect.nodes?.a?.apply();
	});
}
function create_item(items, anchor, value, key, index, render_fn, flags, get_collection) {
	var v = flags & 1 ? flags & 16 ? source(value) : mutable_source(value, !1, !1) : null, i = flags & 2 ? source(index) : null;
	return {
		v,
		i,
		e: branch(() => (render_fn(anchor, v ?? value, i ?? index, get_collection), () => {
			items.delete(key);
		}))
	};
}
function move(effect, next, anchor) {
	if (effect.nodes) for (var node = effect.nodes.start, end = effect.nodes.end, dest = next && !(next.f & 33554432) ? next.nodes.start : anchor; node !== null;) {
		var next_node = get_next_sibling(node);
		if (dest.before(node), node === end) return;
		node = next_node;
	}
}
function link(state, prev, next) {
	prev === null ? state.effect.first = next : prev.next = next, next === null ? state.effect.last = prev : next.prev = prev;
}
// node_modules/svelte/src/internal/client/dom/blocks/snippet.js
function snippet(node, get_snippet, ...args) {
	var branches = new BranchManager(node);
	block(() => {
		let snippet = get_snippet() ?? null;
		branches.ensure(snippet, snippet && ((anchor) => snippet(anchor, ...args)));
	}, EFFECT_TRANSPARENT);
}
// node_modules/svelte/src/internal/shared/attributes.js
var whitespace = [..." 	\n\r\f\xA0\v﻿"];
function to_class(value, hash, directives) {
	var classname = value == null ? "" : "" + value;
	if (hash && (classname = classname ? classname + " " + hash : hash), directives) {
		for (var key of Object.keys(directives)) if (directives[key]) classname = classname ? classname + " " + key : key;
		else if (classname.length) for (var len = key.length, a = 0; (a = classname.indexOf(key, a)) >= 0;) {
			var b = a + len;
			(a === 0 || whitespace.includes(classname[a - 1])) && (b === classname.length || whitespace.includes(classname[b])) ? classname = (a === 0 ? "" : classname.substring(0, a)) + classname.substring(b + 1) : a = b;
		}
	}
	return classname === "" ? null : classname;
}
function append_styles(styles, important = !1) {
	var separator = important ? " !important;" : ";", css = "";
	for (var key of Object.keys(styles)) {
		var value = styles[key];
		value != null && value !== "" && (css += " " + key + ": " + value + separator);
	}
	return css;
}
function to_css_name(name) {
	return name[0] !== "-" || name[1] !== "-" ? name.toLowerCase() : name;
}
function to_style(value, styles) {
	if (styles) {
		var new_style = "", normal_styles, important_styles;
		if (Array.isArray(styles) ? (normal_styles = styles[0], important_styles = styles[1]) : normal_styles = styles, value) {
			value = String(value).replaceAll(/\/\*.*?\*\//g, "").trim();
			var in_str = !1, in_apo = 0, in_comment = !1, reserved_names = [];
			normal_styles && reserved_names.push(...Object.keys(normal_styles).map(to_css_name)), important_styles && reserved_names.push(...Object.keys(important_styles).map(to_css_name));
			var start_index = 0, name_index = -1;
			let len = value.length;
			for (var i = 0; i < len; i++) {
				var c = value[i];
				if (in_comment ? c === "/" && value[i - 1] === "*" && (in_comment = !1) : in_str ? in_str === c && (in_str = !1) : c === "/" && value[i + 1] === "*" ? in_comment = !0 : c === "\"" || c === "'" ? in_str = c : c === "(" ? in_apo++ : c === ")" && in_apo--, !in_comment && in_str === !1 && in_apo === 0) {
					if (c === ":" && name_index === -1) name_index = i;
					else if (c === ";" || i === len - 1) {
						if (name_index !== -1) {
							var name = to_css_name(value.substring(start_index, name_index).trim());
							if (!reserved_names.includes(name)) {
								c !== ";" && i++;
								var property = value.substring(start_index, i).trim();
								new_style += " " + property + ";";
							}
						}
						start_index = i + 1, name_index = -1;
					}
				}
			}
		}
		return normal_styles && (new_style += append_styles(normal_styles)), important_styles && (new_style += append_styles(important_styles, !0)), new_style = new_style.trim(), new_style === "" ? null : new_style;
	}
	return value == null ? null : String(value);
}
// node_modules/svelte/src/internal/client/dom/elements/class.js
function set_class(dom, is_html, value, hash, prev_classes, next_classes) {
	var prev = dom[CLASS_CACHE];
	if (hydrating || prev !== value || prev === void 0) {
		var next_class_name = to_class(value, hash, next_classes);
		hydrating && next_class_name === dom.getAttribute("class") || (next_class_name == null ? dom.removeAttribute("class") : is_html ? dom.className = next_class_name : dom.setAttribute("class", next_class_name)), dom[CLASS_CACHE] = value;
	} else if (next_classes && prev_classes !== next_classes) for (var key in next_classes) {
		var is_present = !!next_classes[key];
		(prev_classes == null || is_present !== !!prev_classes[key]) && dom.classList.toggle(key, is_present);
	}
	return next_classes;
}
// node_modules/svelte/src/internal/client/dom/elements/style.js
function update_styles(dom, prev = {}, next, priority) {
	for (var key in next) {
		var value = next[key];
		prev[key] !== value && (next[key] == null ? dom.style.removeProperty(key) : dom.style.setProperty(key, value, priority));
	}
}
function set_style(dom, value, prev_styles, next_styles) {
	var prev = dom[STYLE_CACHE];
	if (hydrating || prev !== value) {
		var next_style_attr = to_style(value, next_styles);
		hydrating && next_style_attr === dom.getAttribute("style") || (next_style_attr == null ? dom.removeAttribute("style") : dom.style.cssText = next_style_attr), dom[STYLE_CACHE] = value;
	} else next_styles && (Array.isArray(next_styles) ? (update_styles(dom, prev_styles?.[0], next_styles[0]), update_styles(dom, prev_styles?.[1], next_styles[1], "important")) : update_styles(dom, prev_styles, next_styles));
	return next_styles;
}
// node_modules/svelte/src/internal/client/dom/elements/attributes.js
var IS_CUSTOM_ELEMENT = Symbol("is custom element"), IS_HTML = Symbol("is html"), LINK_TAG = IS_XHTML ? "link" : "LINK", PROGRESS_TAG = IS_XHTML ? "progress" : "PROGRESS";
function remove_input_defaults(input) {
	if (hydrating) {
		var already_removed = !1, remove_defaults = () => {
			if (!already_removed) {
				if (already_removed = !0, input.hasAttribute("value")) {
					var value = input.value;
					set_attribute(input, "value", null), input.value = value;
				}
				if (input.hasAttribute("checked")) {
					var checked = input.checked;
					set_attribute(input, "checked", null), input.checked = checked;
				}
			}
		};
		input[FORM_RESET_HANDLER] = remove_defaults, queue_micro_task(remove_defaults), add_form_reset_listener();
	}
}
function set_value(element, value) {
	var attributes = get_attributes(element);
	attributes.value !== (attributes.value = value ?? void 0) && (element.value !== value || value === 0 && element.nodeName === PROGRESS_TAG) && (element.value = value ?? "");
}
function set_attribute(element, attribute, value, skip_warning) {
	var attributes = get_attributes(element);
	if (!(hydrating && (attributes[attribute] = element.getAttribute(attribute), attribute === "src" || attribute === "srcset" || attribute === "href" && element.nodeName === LINK_TAG))) {
		var previous = attributes[attribute];
		previous !== (attributes[attribute] = value) && (attribute === "loading" && (element[LOADING_ATTR_SYMBOL] = value), value == null ? element.removeAttribute(attribute) : typeof value != "string" && get_setters(element).has(attribute) ? element[attribute] = value : (!hydrating || typeof value != "number" && typeof value != "boolean" || previous !== String(value)) && element.setAttribute(attribute, value));
	}
}
function get_attributes(element) {
	return element[ATTRIBUTES_CACHE] ??= {
		[IS_CUSTOM_ELEMENT]: element.nodeName.includes("-"),
		[IS_HTML]: element.namespaceURI === NAMESPACE_HTML
	};
}
var setters_cache = new Map();
function get_setters(element) {
	var cache_key = element.getAttribute("is") || element.nodeName, setters = setters_cache.get(cache_key);
	if (setters) return setters;
	setters_cache.set(cache_key, setters = new Set());
	for (var descriptors, proto = element, element_proto = Element.prototype; element_proto !== proto;) {
		for (var key in descriptors = get_descriptors(proto), descriptors) descriptors[key].set && key !== "innerHTML" && key !== "textContent" && key !== "innerText" && setters.add(key);
		proto = get_prototype_of(proto);
	}
	return setters;
}
// node_modules/svelte/src/internal/client/dom/elements/bindings/input.js
function bind_value(input, get, set = get) {
	var batches = new WeakSet();
	listen_to_event_and_reset_event(input, "input", async (is_reset) => {
		var value = is_reset ? input.defaultValue : input.value;
		if (value = is_numberlike_input(input) ? to_number(value) : value, set(value), current_batch !== null && batches.add(current_batch), await tick(), value !== (value = get())) {
			var start = input.selectionStart, end = input.selectionEnd, length = input.value.length;
			if (input.value = value ?? "", end !== null) {
				var new_length = input.value.length;
				start === end && end === length && new_length > length ? (input.selectionStart = new_length, input.selectionEnd = new_length) : (input.selectionStart = start, input.selectionEnd = Math.min(end, new_length));
			}
		}
	}), (hydrating && input.defaultValue !== input.value || untrack(get) == null && input.value) && (set(is_numberlike_input(input) ? to_number(input.value) : input.value), current_batch !== null && batches.add(current_batch)), render_effect(() => {
		var value = get();
		if (input === document.activeElement) {
			var batch = current_batch;
			if (batches.has(batch)) return;
		}
		is_numberlike_input(input) && value === to_number(input.value) || (input.type !== "date" || value || input.value) && value !== input.value && (input.value = value ?? "");
	});
}
function is_numberlike_input(input) {
	var type = input.type;
	return type === "number" || type === "range";
}
function to_number(value) {
	return value === "" ? null : +value;
}
var resize_observer_border_box = new class ResizeObserverSingleton {
	#listeners = new WeakMap();
	#observer;
	#options;
	static entries = new WeakMap();
	constructor(options) {
		this.#options = options;
	}
	observe(element, listener) {
		var listeners = this.#listeners.get(element) || new Set();
		return listeners.add(listener), this.#listeners.set(element, listeners), this.#getObserver().observe(element, this.#options), () => {
			var listeners = this.#listeners.get(element);
			listeners.delete(listener), listeners.size === 0 && (this.#listeners.delete(element), this.#observer.unobserve(element));
		};
	}
	#getObserver() {
		return this.#observer ??= new ResizeObserver((entries) => {
			for (var entry of entries) {
				ResizeObserverSingleton.entries.set(entry.target, entry);
				for (var listener of this.#listeners.get(entry.target) || []) listener(entry);
			}
		});
	}
}({ box: "border-box" });
function bind_element_size(element, type, set) {
	var unsub = resize_observer_border_box.observe(element, () => set(element[type]));
	effect(() => (untrack(() => set(element[type])), unsub));
}
// node_modules/svelte/src/internal/client/dom/elements/bindings/this.js
function is_bound_this(bound_value, element_or_component) {
	return bound_value === element_or_component || bound_value?.[STATE_SYMBOL] === element_or_component;
}
function bind_this(element_or_component = mark_as_component(), update, get_value, get_parts) {
	var component_effect = component_context.r, parent = active_effect;
	return effect(() => {
		var old_parts, parts;
		return render_effect(() => {
			old_parts = parts, parts = get_parts?.() || [], untrack(() => {
				is_bound_this(get_value(...parts), element_or_component) || (update(element_or_component, ...parts), old_parts && is_bound_this(get_value(...old_parts), element_or_component) && update(null, ...old_parts));
			});
		}), () => {
			let p = parent;
			for (; p !== component_effect && p.parent !== null && p.parent.f & 33554432;) p = p.parent;
			let teardown = () => {
				parts && is_bound_this(get_value(...parts), element_or_component) && update(null, ...parts);
			}, original_teardown = p.teardown;
			p.teardown = () => {
				teardown(), original_teardown?.();
			};
		};
	}), element_or_component;
}
// node_modules/svelte/src/internal/client/reactivity/store.js
var is_store_binding = !1;
function capture_store_binding(fn) {
	var previous_is_store_binding = is_store_binding;
	try {
		return is_store_binding = !1, [fn(), is_store_binding];
	} finally {
		is_store_binding = previous_is_store_binding;
	}
}
// node_modules/svelte/src/internal/client/reactivity/props.js
function prop(props, key, flags, fallback) {
	var runes = !0, bindable = !!(flags & 8), lazy = !!(flags & 16), fallback_value = fallback, fallback_dirty = !0, fallback_signal = void 0, get_fallback = () => lazy && runes ? (fallback_signal ??= derived(fallback), get$1(fallback_signal)) : (fallback_dirty && (fallback_dirty = !1, fallback_value = lazy ? untrack(fallback) : fallback), fallback_value);
	let setter;
	if (bindable) {
		var is_entry_props = STATE_SYMBOL in props || LEGACY_PROPS in props;
		setter = get_descriptor(props, key)?.set ?? (is_entry_props && key in props ? (v) => props[key] = v : void 0);
	}
	var initial_value, is_store_sub = !1;
	bindable ? [initial_value, is_store_sub] = capture_store_binding(() => props[key]) : initial_value = props[key], initial_value === void 0 && fallback !== void 0 && (initial_value = get_fallback(), setter && (runes && props_invalid_value(key), setter(initial_value)));
	var getter = runes ? () => {
		var value = props[key];
		return value === void 0 ? get_fallback() : (fallback_dirty = !0, value);
	} : () => {
		var value = props[key];
		return value !== void 0 && (fallback_value = void 0), value === void 0 ? fallback_value : value;
	};
	if (runes && !(flags & 4)) return getter;
	if (setter) {
		var legacy_parent = props.$$legacy;
		return (function(value, mutation) {
			return arguments.length > 0 ? ((!runes || !mutation || legacy_parent || is_store_sub) && setter(mutation ? getter() : value), value) : getter();
		});
	}
	var overridden = !1, d = (flags & 1 ? derived : derived_safe_equal)(() => (overridden = !1, getter()));
	bindable && get$1(d);
	var parent_effect = active_effect;
	return (function(value, mutation) {
		if (arguments.length > 0) {
			let new_value = mutation ? get$1(d) : runes && bindable ? proxy(value) : value;
			return set(d, new_value), overridden = !0, fallback_value !== void 0 && (fallback_value = new_value), value;
		}
		return is_destroying_effect && overridden || parent_effect.f & 16384 ? d.v : get$1(d);
	});
}
// node_modules/svelte/src/internal/disclose-version.js
typeof window < "u" && ((window.__svelte ??= {}).v ??= new Set()).add("5");
// src/lib/texts/de.ts
var de = {
	language: "de",
	name: "MoodCam",
	moods: {
		neutral: "neutral",
		happy: "fröhlich",
		surprised: "überrascht",
		sad: "traurig",
		angry: "wütend",
		disgusted: "angewidert",
		fearful: "ängstlich",
		contemptuous: "verächtlich",
		unknown: "unbekannt"
	},
	strategies: {
		match: {
			name: "Folgen",
			meaning: "Bei der Stimmung bleiben."
		},
		elevate: {
			name: "Heben",
			meaning: "Bei der Stimmung beginnen und zu einer besseren führen."
		},
		balance: {
			name: "Ausgleichen",
			meaning: "Der Stimmung entgegenwirken: Ruhiges bei Wut."
		}
	},
	player: {
		playing: "Spielt",
		paused: "Angehalten",
		stopped: "Gestoppt"
	},
	link: {
		live: "Live",
		watchingPaused: "Schaut nicht hin",
		connecting: "Verbindet",
		offline: "Offline"
	},
	stage: {
		label: "Das Bild der Kamera, mit dem Gesicht, dem sie folgt",
		connecting: "Verbindung zu Mopidy wird aufgebaut …",
		offline: "Offline: Mopidy antwortet nicht.",
		nextTry: (seconds) => seconds > 0 ? `Nächster Versuch in ${seconds} s.` : "Neuer Versuch läuft.",
		tokenHint: "Wenn der Server ein Token verlangt, diese Seite mit ?token=… am Ende der Adresse öffnen.",
		tryNow: "Jetzt versuchen",
		opening: "Die Kamera wird geöffnet …",
		asking: "Der Browser fragt, ob seine Kamera benutzt werden darf.",
		browser: "Ein Browser soll die Kamera sein, aber keiner sendet Bilder.",
		lost: "Die Kamera ist weg. Es wird von selbst weiter versucht.",
		off: "Die Kamera ist ausgeschaltet.",
		watchingPaused: "Pause: Es wird nicht hingesehen.",
		feedOff: "Das Bild wird nicht gezeigt. Die Stimmung wird trotzdem gelesen.",
		noPicture: "Warten auf das erste Bild.",
		noFace: "Kein Gesicht im Bild",
		pause: "Nicht mehr hinsehen",
		resume: "Wieder hinsehen",
		frameTime: (total_ms) => `${total_ms.toFixed(+(total_ms < 10)).replace(".", ",")} ms je Bild`
	},
	camera: {
		heading: "Kamera",
		names: {
			auto: "Erste, die geht",
			demo: "Demo-Gesicht",
			off: "Aus"
		},
		thisBrowser: "Kamera dieses Browsers",
		aBrowser: "Kamera eines Browsers",
		useThis: "Diesen Browser nutzen",
		stopThis: "Diesen Browser stoppen",
		feed: "Was gezeigt wird",
		feeds: {
			video: "Bild",
			landmarks: "Nur Linien",
			off: "Kein Bild"
		}
	},
	ownCamera: {
		insecure: "Browser geben ihre Kamera nur Seiten von localhost oder über HTTPS. Diese Seite auf dem Rechner, auf dem Mopidy läuft, unter http://localhost öffnen, oder einen HTTPS-Proxy davorsetzen.",
		unsupported: "Dieser Browser gibt seine Kamera keiner Seite.",
		denied: "Die Kamera wurde nicht erlaubt. Neben der Adresse dieser Seite erlauben, dann noch einmal versuchen.",
		none: "Dieser Browser hat keine Kamera gefunden. Eine anschließen, dann noch einmal versuchen.",
		inUse: "Ein anderes Programm benutzt die Kamera. Es schließen, dann noch einmal versuchen.",
		ended: "Die Kamera dieses Browsers ist weg: Sie wurde getrennt oder ist nicht mehr erlaubt.",
		otherChosen: "Eine andere Kamera wurde gewählt, daher ist die dieses Browsers aus.",
		takenOver: "Inzwischen ist ein anderer Browser die Kamera.",
		failed: (reason) => `Die Kamera dieses Browsers funktioniert nicht: ${reason}`
	},
	mood: {
		heading: "Stimmung",
		announcement: (mood) => `Stimmung: ${mood}`,
		sure: (share) => `zu ${share} sicher`,
		held: (duration) => `seit ${duration}`,
		saidSo: "von dir gewählt",
		left: (duration) => `noch ${duration}`,
		untilFurther: "bis auf Weiteres",
		heard: "aus der Stimme gehört",
		undecided: "Ein Gesicht ist da, aber noch keine Stimmung daraus gelesen.",
		unreadable: "Ein Gesicht ist da, aber keine Stimmung daraus zu lesen: siehe das Problem oben.",
		nobody: "Seit einer Weile ist niemand zu sehen.",
		bars: "Was dieses Bild zeigt",
		noFrame: "Aus diesem Bild war nichts zu lesen."
	},
	plane: {
		heading: "Wo die Stimmung liegt",
		pleasant: "angenehm",
		unpleasant: "unangenehm",
		excited: "aufgeregt",
		calm: "ruhig",
		none: "Zurzeit ist keine Stimmung bekannt.",
		summary: (mood, valence, arousal) => `${mood}: Valenz ${valence}, Erregung ${arousal}`
	},
	timeline: {
		heading: "Die letzten 30 Minuten",
		ago: (minutes) => `vor ${minutes} min`,
		now: "jetzt",
		empty: "Noch nichts: Stimmungen und Titel erscheinen hier, sobald sie kommen.",
		summary: (moods) => `Stimmungen der letzten 30 Minuten: ${moods}`,
		none: "keine",
		tracks: (count) => count === 1 ? "1 Titel gespielt" : `${count} Titel gespielt`
	},
	feel: {
		heading: "Ich bin …",
		duration: "Für wie lange",
		durations: {
			300: "5 min",
			1800: "30 min",
			3600: "1 h",
			86400: "auf Weiteres"
		},
		camera: "Zurück zur Kamera"
	},
	music: {
		nowHeading: "Es läuft",
		steerHeading: "Was gespielt wird",
		strategy: "Strategie",
		nothing: "Es läuft nichts.",
		ready: "Die nächsten Titel stehen bereit: Abspielen drücken.",
		notReady: "Titel kommen, sobald eine Stimmung zu sehen oder gewählt ist.",
		play: "Abspielen",
		pause: "Anhalten",
		skip: "Weiter",
		back: "Zurück",
		seek: "Stelle im Titel",
		position: (position, length) => `${position} von ${length}`,
		volume: "Lautstärke",
		mute: "Stumm",
		noMixer: "Mopidy hat hier keinen Mixer, daher lässt sich die Lautstärke nicht stellen.",
		noPlayer: "Zurück, Spulen und Lautstärke gehen nicht: Mopidys eigene Verbindung antwortet nicht.",
		ours: "von MoodCam gewählt",
		theirs: "von einem Menschen eingereiht",
		next: "Als Nächstes",
		noNext: "Noch nichts: Es ist keine Stimmung bekannt.",
		noMatch: "Nichts in der Bibliothek passt zu diesen Genres.",
		unknownArtist: "Unbekannt",
		more: (track) => `Mehr davon: ${track}`,
		less: (track) => `Das nicht: ${track}`,
		moreTitle: "Mehr davon",
		lessTitle: "Das nicht"
	},
	genres: {
		heading: "Vorgeschlagene Genres",
		none: "Noch keine: Sie folgen aus der Stimmung.",
		pick: (genre) => `${genre} zuerst spielen`,
		exclude: (genre) => `${genre} nie spielen`,
		add: "Genre hinzufügen",
		addButton: "Dazu"
	},
	problems: {
		heading: "Probleme",
		dismiss: "Ausblenden",
		misunderstood: (detail) => `Diese Seite versteht den Server nicht (${detail}). Neu laden holt die Seite, die zu ihm passt.`,
		notSent: "Das wurde nicht gesendet: Es gibt keine Verbindung zu Mopidy."
	},
	duration: {
		moment: "einem Augenblick",
		seconds: (seconds) => `${seconds} s`,
		minutes: (minutes) => `${minutes} min`,
		hours: (hours, minutes) => minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`
	}
}, en = {
	language: "en",
	name: "MoodCam",
	moods: {
		neutral: "neutral",
		happy: "happy",
		surprised: "surprised",
		sad: "sad",
		angry: "angry",
		disgusted: "disgusted",
		fearful: "fearful",
		contemptuous: "contemptuous",
		unknown: "unknown"
	},
	strategies: {
		match: {
			name: "Match",
			meaning: "Stay with the mood."
		},
		elevate: {
			name: "Elevate",
			meaning: "Start from the mood and move towards a better one."
		},
		balance: {
			name: "Balance",
			meaning: "Counter the mood: calm music for anger."
		}
	},
	player: {
		playing: "Playing",
		paused: "Paused",
		stopped: "Stopped"
	},
	link: {
		live: "Live",
		watchingPaused: "Not watching",
		connecting: "Connecting",
		offline: "Offline"
	},
	stage: {
		label: "The picture of the camera, with the face that is followed",
		connecting: "Connecting to Mopidy …",
		offline: "Offline: Mopidy does not answer.",
		nextTry: (seconds) => seconds > 0 ? `Next try in ${seconds} s.` : "Trying again now.",
		tokenHint: "If the server asks for a token, open this page with ?token=… at the end of its address.",
		tryNow: "Try now",
		opening: "Opening the camera …",
		asking: "Your browser asks whether its camera may be used.",
		browser: "A browser is to be the camera, and none sends pictures.",
		lost: "The camera is gone. It is tried again by itself.",
		off: "The camera is switched off.",
		watchingPaused: "Watching is paused. Nothing is looked at.",
		feedOff: "The picture is not shown. The mood is still read.",
		noPicture: "Waiting for the first picture.",
		noFace: "No face in view",
		pause: "Pause watching",
		resume: "Resume watching",
		frameTime: (total_ms) => `${total_ms.toFixed(+(total_ms < 10))} ms a frame`
	},
	camera: {
		heading: "Camera",
		names: {
			auto: "First that works",
			demo: "Demo performer",
			off: "Off"
		},
		thisBrowser: "This browser's camera",
		aBrowser: "A browser's camera",
		useThis: "Use this browser",
		stopThis: "Stop this browser",
		feed: "What is shown",
		feeds: {
			video: "Picture",
			landmarks: "Lines only",
			off: "No picture"
		}
	},
	ownCamera: {
		insecure: "Browsers give their camera only to pages from localhost or over HTTPS. Open this page on the machine that Mopidy runs on, under http://localhost, or put an HTTPS proxy before it.",
		unsupported: "This browser gives its camera to no page.",
		denied: "The camera was not allowed. Allow it beside the address of this page, then try again.",
		none: "This browser has found no camera. Connect one, then try again.",
		inUse: "The camera is in use by another program. Close that, then try again.",
		ended: "This browser's camera has ended: it was unplugged, or no longer allowed.",
		otherChosen: "Another camera was chosen, so this browser's is off.",
		takenOver: "Another browser is the camera now.",
		failed: (reason) => `This browser's camera does not work: ${reason}`
	},
	mood: {
		heading: "Mood",
		announcement: (mood) => `Mood: ${mood}`,
		sure: (share) => `${share} sure`,
		held: (duration) => `for ${duration}`,
		saidSo: "you said so",
		left: (duration) => `${duration} left`,
		untilFurther: "until you say otherwise",
		heard: "heard in the voice",
		undecided: "There is a face, but no mood has been read from it yet.",
		unreadable: "There is a face, but no mood can be read from it: see the problem above.",
		nobody: "Nobody has been seen for a while.",
		bars: "What this frame shows",
		noFrame: "Nothing could be read from this frame."
	},
	plane: {
		heading: "Where the mood lies",
		pleasant: "pleasant",
		unpleasant: "unpleasant",
		excited: "excited",
		calm: "calm",
		none: "No mood is known now.",
		summary: (mood, valence, arousal) => `${mood}: valence ${valence}, arousal ${arousal}`
	},
	timeline: {
		heading: "The last 30 minutes",
		ago: (minutes) => `${minutes} min ago`,
		now: "now",
		empty: "Nothing yet: moods and tracks are noted here as they come.",
		summary: (moods) => `Moods of the last 30 minutes: ${moods}`,
		none: "none",
		tracks: (count) => count === 1 ? "1 track played" : `${count} tracks played`
	},
	feel: {
		heading: "I feel …",
		duration: "For how long",
		durations: {
			300: "5 min",
			1800: "30 min",
			3600: "1 h",
			86400: "until I say so"
		},
		camera: "Back to the camera"
	},
	music: {
		nowHeading: "Now playing",
		steerHeading: "What to play",
		strategy: "Strategy",
		nothing: "Nothing is playing.",
		ready: "What comes next is ready: press play.",
		notReady: "Tracks come once a mood is seen, or chosen by you.",
		play: "Play",
		pause: "Pause",
		skip: "Skip",
		back: "Back",
		seek: "Position in the track",
		position: (position, length) => `${position} of ${length}`,
		volume: "Volume",
		mute: "Mute",
		noMixer: "Mopidy has no mixer here, so the volume cannot be set.",
		noPlayer: "Back, seeking and volume are not available: Mopidy’s own connection does not answer.",
		ours: "chosen by MoodCam",
		theirs: "queued by a person",
		next: "Next",
		noNext: "Nothing comes next yet: no mood is known.",
		noMatch: "Nothing in the library fits these genres.",
		unknownArtist: "Unknown artist",
		more: (track) => `More like this: ${track}`,
		less: (track) => `Not this one: ${track}`,
		moreTitle: "More like this",
		lessTitle: "Not this one"
	},
	genres: {
		heading: "Suggested genres",
		none: "None yet: they follow from the mood.",
		pick: (genre) => `Play ${genre} first`,
		exclude: (genre) => `Never play ${genre}`,
		add: "Add a genre",
		addButton: "Add"
	},
	problems: {
		heading: "Problems",
		dismiss: "Dismiss",
		misunderstood: (detail) => `This page does not understand the server (${detail}). Reload it to get the page that fits.`,
		notSent: "That was not sent: there is no connection to Mopidy."
	},
	duration: {
		moment: "a moment",
		seconds: (seconds) => `${seconds} s`,
		minutes: (minutes) => `${minutes} min`,
		hours: (hours, minutes) => minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`
	}
}, CATALOGUES = [en, de];
function catalogue(languages) {
	for (let language of languages) {
		let [wanted] = language.toLowerCase().split("-"), found = CATALOGUES.find((texts) => texts.language === wanted);
		if (found) return found;
	}
	return en;
}
var texts = catalogue(navigator.languages), EMOTIONS = [
	{
		name: "neutral",
		emoji: "😐",
		valence: 0,
		arousal: 0
	},
	{
		name: "happy",
		emoji: "😄",
		valence: .8,
		arousal: .4
	},
	{
		name: "surprised",
		emoji: "😮",
		valence: .3,
		arousal: .8
	},
	{
		name: "sad",
		emoji: "😢",
		valence: -.7,
		arousal: -.5
	},
	{
		name: "angry",
		emoji: "😠",
		valence: -.6,
		arousal: .7
	},
	{
		name: "disgusted",
		emoji: "🤢",
		valence: -.6,
		arousal: .3
	},
	{
		name: "fearful",
		emoji: "😨",
		valence: -.6,
		arousal: .8
	},
	{
		name: "contemptuous",
		emoji: "😒",
		valence: -.4,
		arousal: .1
	}
], LABELS = EMOTIONS.map((emotion) => emotion.name), MOOD_NAMES = [...LABELS, "unknown"], EMOJI = {
	...Object.fromEntries(EMOTIONS.map(({ name, emoji }) => [name, emoji])),
	unknown: "🫥"
};
function emojiOf(mood) {
	return EMOJI[mood];
}
// src/lib/fields.ts
var ProtocolError = class extends Error {
	name = "ProtocolError";
};
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		throw new ProtocolError("message: JSON is needed");
	}
}
function fail(path, needed, value) {
	throw new ProtocolError(`${path}: ${needed} is needed, got ${value === void 0 ? "nothing" : JSON.stringify(value).slice(0, 40)}`);
}
function object(value, path) {
	return (typeof value != "object" || !value || Array.isArray(value)) && fail(path, "an object", value), value;
}
function string(value, path) {
	return typeof value == "string" ? value : fail(path, "a text", value);
}
function boolean(value, path) {
	return typeof value == "boolean" ? value : fail(path, "true or false", value);
}
function number(value, path) {
	return typeof value == "number" ? value : fail(path, "a number", value);
}
function positive(value, path) {
	let read = number(value, path);
	return read > 0 ? read : fail(path, "a number above 0", value);
}
function numbers(value, path, length) {
	let read = list(value, path, number);
	return read.length === length ? read : fail(path, `a list of ${length} numbers`, value);
}
function list(value, path, item) {
	return Array.isArray(value) || fail(path, "a list", value), value.map((entry, index) => item(entry, `${path}[${index}]`));
}
function record(value, path, item) {
	let entries = Object.entries(object(value, path));
	return Object.fromEntries(entries.map(([key, entry]) => [key, item(entry, `${path}.${key}`)]));
}
function nullable(value, path, item) {
	return value === null ? null : item(value, path);
}
function oneOf(allowed, value, path) {
	return allowed.find((entry) => entry === value) ?? fail(path, `one of ${allowed.join(", ")}`, value);
}
// src/lib/protocol.ts
var PARTS = [
	"left_eye",
	"right_eye",
	"left_brow",
	"right_brow",
	"mouth",
	"outline"
], CAMERA_STATUSES = [
	"ok",
	"connecting",
	"lost",
	"off"
], MOOD_SOURCES = [
	"face",
	"voice",
	"manual"
], STRATEGIES = [
	"match",
	"elevate",
	"balance"
], PLAYER_STATES = [
	"playing",
	"paused",
	"stopped"
], FEEDS = [
	"video",
	"landmarks",
	"off"
], FEEDBACKS = ["more", "less"], BROWSER = "browser";
function parseMessage(text) {
	let message = object(parseJson(text), "message"), keys = Object.keys(message);
	return keys.length === 1 && keys[0] === "error" ? {
		kind: "refusal",
		error: string(message.error, "error")
	} : "frame" in message && keys.every((key) => key === "frame" || key === "reason") ? parseFrame(message) : {
		kind: "state",
		state: parseState(message)
	};
}
function parseFrame(raw) {
	if (raw.frame === null) return {
		kind: "noFrame",
		reason: string(raw.reason, "reason")
	};
	let request = object(raw.frame, "frame");
	return {
		kind: "frame",
		request: {
			interval_ms: positive(request.interval_ms, "frame.interval_ms"),
			max_px: positive(request.max_px, "frame.max_px")
		}
	};
}
function parseState(raw) {
	return {
		time: number(raw.time, "time"),
		camera: parseCamera(object(raw.camera, "camera")),
		cameras: list(raw.cameras, "cameras", parseCameraOption),
		frame: nullable(raw.frame, "frame", parseSize),
		face: nullable(raw.face, "face", parseFace),
		expression: nullable(raw.expression, "expression", parseExpression),
		mood: parseMood(object(raw.mood, "mood")),
		strategy: oneOf(STRATEGIES, raw.strategy, "strategy"),
		genres: list(raw.genres, "genres", string),
		picked_genres: list(raw.picked_genres, "picked_genres", string),
		excluded_genres: list(raw.excluded_genres, "excluded_genres", string),
		playing: nullable(raw.playing, "playing", parseTrack),
		player: oneOf(PLAYER_STATES, raw.player, "player"),
		upcoming: list(raw.upcoming, "upcoming", parseTrack),
		timing_ms: record(raw.timing_ms, "timing_ms", number),
		errors: list(raw.errors, "errors", string),
		watching: boolean(raw.watching, "watching"),
		feed: oneOf(FEEDS, raw.feed, "feed"),
		feeds: list(raw.feeds, "feeds", parseFeed)
	};
}
function parseCamera(raw) {
	return {
		source: string(raw.source, "camera.source"),
		chosen: string(raw.chosen, "camera.chosen"),
		status: oneOf(CAMERA_STATUSES, raw.status, "camera.status"),
		error: nullable(raw.error, "camera.error", string)
	};
}
function parseCameraOption(value, path) {
	let raw = object(value, path);
	return {
		camera: string(raw.camera, `${path}.camera`),
		label: string(raw.label, `${path}.label`)
	};
}
function parseFeed(value, path) {
	return oneOf(FEEDS, value, path);
}
function parseSize(value, path) {
	let raw = object(value, path);
	return {
		width: positive(raw.width, `${path}.width`),
		height: positive(raw.height, `${path}.height`)
	};
}
function parseFace(value, path) {
	let raw = object(value, path), [x, y, width, height] = numbers(raw.box, `${path}.box`, 4), parts = object(raw.landmarks, `${path}.landmarks`), part = (name) => list(parts[name], `${path}.landmarks.${name}`, parsePoint);
	return {
		box: [
			x,
			y,
			width,
			height
		],
		landmarks: {
			left_eye: part("left_eye"),
			right_eye: part("right_eye"),
			left_brow: part("left_brow"),
			right_brow: part("right_brow"),
			mouth: part("mouth"),
			outline: part("outline")
		}
	};
}
function parsePoint(value, path) {
	let [x, y] = numbers(value, path, 2);
	return [x, y];
}
function parseExpression(value, path) {
	let raw = object(value, path), entries = LABELS.map((label) => [label, number(raw[label], `${path}.${label}`)]);
	return Object.fromEntries(entries);
}
function parseMood(raw) {
	return {
		emotion: oneOf(MOOD_NAMES, raw.emotion, "mood.emotion"),
		emoji: string(raw.emoji, "mood.emoji"),
		confidence: number(raw.confidence, "mood.confidence"),
		valence: number(raw.valence, "mood.valence"),
		arousal: number(raw.arousal, "mood.arousal"),
		since: number(raw.since, "mood.since"),
		until: nullable(raw.until, "mood.until", number),
		source: oneOf(MOOD_SOURCES, raw.source, "mood.source")
	};
}
function parseTrack(value, path) {
	let raw = object(value, path);
	return {
		uri: string(raw.uri, `${path}.uri`),
		name: string(raw.name, `${path}.name`),
		artists: list(raw.artists, `${path}.artists`, string),
		genre: nullable(raw.genre, `${path}.genre`, string),
		ours: boolean(raw.ours, `${path}.ours`),
		reasons: list(raw.reasons, `${path}.reasons`, string),
		feedback: nullable(raw.feedback, `${path}.feedback`, parseFeedback)
	};
}
function parseFeedback(value, path) {
	return oneOf(FEEDBACKS, value, path);
}
// src/lib/camera-choice.ts
function cameraOptions({ camera, cameras }, own) {
	let { chosen } = camera, options = cameras.filter((option) => option.camera !== BROWSER).map(({ camera, label }) => ({
		camera,
		label: texts.camera.names[camera] ?? label
	}));
	return chosen === "browser" ? options.push({
		camera: BROWSER,
		label: own === "on" ? texts.camera.thisBrowser : texts.camera.aBrowser
	}) : options.some((option) => option.camera === chosen) || options.unshift({
		camera: chosen,
		label: chosen
	}), options;
}
// src/components/Icon.svelte
var FILLED = {
	play: "M8 4.8v14.4a.8.8 0 0 0 1.2.7l11.2-7.2a.8.8 0 0 0 0-1.4L9.2 4.1A.8.8 0 0 0 8 4.8z",
	pause: "M7 4h3.5v16H7zM13.5 4H17v16h-3.5z",
	skip: "M5 5.3v13.4a.8.8 0 0 0 1.2.7L16 13v6h3V5h-3v6L6.2 4.6A.8.8 0 0 0 5 5.3z",
	back: "M19 5.3v13.4a.8.8 0 0 1-1.2.7L8 13v6H5V5h3v6l9.8-6.4a.8.8 0 0 1 1.2.7z"
}, LINES = {
	volume: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11",
	muted: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5",
	more: "M12 19.5C5.5 15 3.5 11.8 3.5 9A4.3 4.3 0 0 1 12 7.5 4.3 4.3 0 0 1 20.5 9c0 2.8-2 6-8.5 10.5z",
	less: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
	pick: "M5 12.5l4.5 4.5L19 7.5",
	exclude: "M6.5 6.5l11 11M17.5 6.5l-11 11",
	camera: "M3.5 8.5a2 2 0 0 1 2-2H8l1.5-2h5l1.5 2h2.5a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2zM12 9.2a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
	eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
	closedEye: "M2.5 10S6 15.5 12 15.5 21.5 10 21.5 10M12 15.5V19M6.3 13.8L4.5 16.5M17.7 13.8l1.8 2.7"
}, filled = (name) => name in FILLED, root$24 = from_svg("<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path></path></svg>");
function Icon($$anchor, $$props) {
	var svg = root$24();
	let classes;
	var path = only_child(svg);
	template_effect(($0, $1) => {
		classes = set_class(svg, 0, "s-ec0c13", null, classes, { filled: $0 }), set_attribute(path, "d", $1);
	}, [() => filled($$props.name), () => filled($$props.name) ? FILLED[$$props.name] : LINES[$$props.name]]), append($$anchor, svg);
}
// src/components/CameraControls.svelte
var root$23 = from_html("<option> </option>"), root_1$16 = from_html("<p class=\"small soft asking s-if6m6k\" role=\"status\"> </p>"), root_2$10 = from_html("<p class=\"small problem s-if6m6k\" role=\"status\"> </p>"), root_3$6 = from_html("<div class=\"controls s-if6m6k\"><select class=\"cameras s-if6m6k\"></select> <select class=\"s-if6m6k\"></select> <button type=\"button\"><!> </button></div> <!> <!>", 1);
function CameraControls($$anchor, $$props) {
	push($$props, !0);
	let cameraSelect = state(void 0), feedSelect = state(void 0), own = user_derived(() => $$props.session.ownCamera), disabled = user_derived(() => !$$props.session.isOpen), options = user_derived(() => cameraOptions($$props.server, get$1(own).status)), chosen = user_derived(() => $$props.server.camera.chosen);
	user_effect(() => {
		$$props.session.notice, get$1(options), get$1(cameraSelect) && get$1(cameraSelect).value !== get$1(chosen) && (get$1(cameraSelect).value = get$1(chosen)), get$1(feedSelect) && get$1(feedSelect).value !== $$props.server.feed && (get$1(feedSelect).value = $$props.server.feed);
	});
	function chooseCamera() {
		get$1(cameraSelect) && $$props.session.chooseCamera(get$1(cameraSelect).value);
	}
	function chooseFeed() {
		let feed = $$props.server.feeds.find((name) => name === get$1(feedSelect)?.value);
		feed && $$props.session.send({
			command: "feed",
			feed
		});
	}
	function toggleOwn() {
		get$1(own).status === "off" ? get$1(own).start() : get$1(own).stop();
	}
	var fragment = root_3$6(), div = first_child(fragment), select = child(div);
	each(select, 21, () => get$1(options), ({ camera, label }) => camera, ($$anchor, $$item) => {
		let camera = () => get$1($$item).camera, label = () => get$1($$item).label;
		var option = root$23(), text = only_child(option, !0), option_value = {};
		template_effect(() => {
			set_text(text, label()), option_value !== (option_value = camera()) && (option.value = (option.__value = option_value) ?? "");
		}), append($$anchor, option);
	}), reset(select), bind_this(select, ($$value) => set(cameraSelect, $$value), () => get$1(cameraSelect));
	var select_1 = sibling(select, 2);
	each(select_1, 20, () => $$props.server.feeds, (feed) => feed, ($$anchor, feed) => {
		var option_1 = root$23(), text_1 = only_child(option_1, !0), option_1_value = {};
		template_effect(() => {
			set_text(text_1, texts.camera.feeds[feed]), option_1_value !== (option_1_value = feed) && (option_1.value = (option_1.__value = option_1_value) ?? "");
		}), append($$anchor, option_1);
	}), reset(select_1), bind_this(select_1, ($$value) => set(feedSelect, $$value), () => get$1(feedSelect));
	var button = sibling(select_1, 2);
	let classes;
	var node = child(button);
	Icon(node, { name: "camera" });
	var text_2 = sibling(node);
	reset(button), reset(div);
	var node_1 = sibling(div, 2), consequent = ($$anchor) => {
		var p = root_1$16(), text_3 = only_child(p, !0);
		template_effect(() => set_text(text_3, texts.stage.asking)), append($$anchor, p);
	};
	if_block(node_1, ($$render) => {
		get$1(own).status === "starting" && $$props.server.camera.status === "ok" && $$render(consequent);
	});
	var node_2 = sibling(node_1, 2), consequent_1 = ($$anchor) => {
		var p_1 = root_2$10(), text_4 = only_child(p_1, !0);
		template_effect(() => set_text(text_4, get$1(own).problem)), append($$anchor, p_1);
	};
	if_block(node_2, ($$render) => {
		get$1(own).problem && $$render(consequent_1);
	}), template_effect(() => {
		set_attribute(select, "aria-label", texts.camera.heading), select.disabled = get$1(disabled), set_attribute(select_1, "aria-label", texts.camera.feed), select_1.disabled = get$1(disabled), classes = set_class(button, 1, "small own s-if6m6k", null, classes, { main: get$1(own).status === "on" }), button.disabled = get$1(disabled) && get$1(own).status === "off", set_text(text_2, ` ${(get$1(own).status === "off" ? texts.camera.useThis : texts.camera.stopThis) ?? ""}`);
	}), event("focus", select, () => void $$props.session.findCameras()), delegated("change", select, chooseCamera), delegated("change", select_1, chooseFeed), delegated("click", button, toggleOwn), append($$anchor, fragment), pop();
}
delegate(["change", "click"]);
// src/lib/drawing.ts
var FACE_WIDTHS_PER_LINE = 70, THINNEST_PX = 1.25, THICKEST_PX = 2.5, CASING = 2.2, CORNER = .08, FEATURES = [
	"left_eye",
	"right_eye",
	"left_brow",
	"right_brow",
	"mouth"
];
function fit(frame, size) {
	let scale = Math.min(size.width / frame.width, size.height / frame.height);
	return {
		scale,
		left: (size.width - frame.width * scale) / 2,
		top: (size.height - frame.height * scale) / 2
	};
}
function drawScene(context, scene, size, density, colours, mirrored = !1) {
	if (mirrored ? context.setTransform(-density, 0, 0, density, size.width * density, 0) : context.setTransform(density, 0, 0, density, 0, 0), context.clearRect(0, 0, size.width, size.height), scene === null) return;
	let { bitmap, frame, face } = scene, place = fit(frame, size), { scale, left, top } = place;
	if (bitmap && context.drawImage(bitmap, left, top, frame.width * scale, frame.height * scale), face === null) return;
	let path = facePath(face, bitmap ? FEATURES : PARTS, place), line_px = lineWidth(face.box[2] * scale);
	context.lineJoin = "round";
	for (let [width_px, colour] of [[line_px * CASING, colours.casing], [line_px, colours.line]]) context.lineWidth = width_px, context.strokeStyle = colour, context.stroke(path);
}
function lineWidth(face_px) {
	return Math.min(THICKEST_PX, Math.max(THINNEST_PX, face_px / FACE_WIDTHS_PER_LINE));
}
function facePath(face, parts, { scale, left, top }) {
	let path = new Path2D(), [x, y, width, height] = face.box;
	path.roundRect(left + x * scale, top + y * scale, width * scale, height * scale, CORNER * width * scale);
	for (let part of parts) face.landmarks[part].forEach(([x, y], index) => {
		index === 0 ? path.moveTo(left + x * scale, top + y * scale) : path.lineTo(left + x * scale, top + y * scale);
	}), path.closePath();
	return path;
}
// src/lib/pictures.ts
var PictureDecoder = class {
	#decode;
	#onScene;
	#shown = null;
	#waiting = null;
	#busy = !1;
	constructor(onScene, decode = (jpeg) => createImageBitmap(jpeg)) {
		this.#onScene = onScene, this.#decode = decode;
	}
	push(picture) {
		this.#waiting = picture, picture === null ? this.#show(null, null) : this.#busy || this.#run();
	}
	async #run() {
		for (this.#busy = !0; this.#waiting !== null;) {
			let picture = this.#waiting, bitmap = await this.#decode(picture.jpeg).catch(() => null);
			this.#waiting === null ? bitmap?.close() : (this.#show(bitmap, picture), this.#waiting === picture && (this.#waiting = null));
		}
		this.#busy = !1;
	}
	#show(bitmap, picture) {
		let before = this.#shown;
		this.#shown = bitmap, this.#onScene(bitmap && picture ? {
			bitmap,
			frame: picture.frame ?? bitmap,
			face: picture.face
		} : null), before?.close();
	}
};
// src/lib/format.ts
function percent(share) {
	return `${Math.round(share * 100)} %`;
}
function duration(elapsed_s) {
	let seconds = Math.max(0, Math.floor(elapsed_s));
	if (seconds < 5) return texts.duration.moment;
	if (seconds < 60) return texts.duration.seconds(seconds);
	let minutes = Math.floor(seconds / 60);
	return minutes < 60 ? texts.duration.minutes(minutes) : texts.duration.hours(Math.floor(minutes / 60), minutes % 60);
}
function remaining(left_s) {
	let seconds = Math.max(0, Math.ceil(left_s));
	if (seconds < 60) return texts.duration.seconds(seconds);
	let minutes = Math.ceil(seconds / 60);
	return minutes < 60 ? texts.duration.minutes(minutes) : texts.duration.hours(Math.floor(minutes / 60), minutes % 60);
}
function clock(position_ms) {
	let total_s = Math.max(0, Math.floor(position_ms / 1e3)), [hours, minutes, seconds] = [
		Math.floor(total_s / 3600),
		Math.floor(total_s / 60) % 60,
		total_s % 60
	], two = (value) => String(value).padStart(2, "0");
	return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
function timeOfDay(time_s) {
	return new Date(time_s * 1e3).toLocaleTimeString(texts.language, {
		hour: "2-digit",
		minute: "2-digit"
	});
}
function signed(value) {
	return value.toLocaleString(texts.language, {
		minimumFractionDigits: 1,
		maximumFractionDigits: 1,
		signDisplay: "negative"
	});
}
function secondsUntil(then_ms, now_ms) {
	return Math.max(0, Math.ceil((then_ms - now_ms) / 1e3));
}
function emojiTitle(mood) {
	return mood ? `${mood.emoji} ${texts.moods[mood.emotion]} · ${texts.name}` : texts.name;
}
function trackLine({ artists, genre }) {
	let who = artists.length > 0 ? artists.join(", ") : texts.music.unknownArtist;
	return genre ? `${who} · ${genre}` : who;
}
// src/lib/stage.ts
function stageNote({ link, state, hasPicture, own, now_ms }) {
	if (link.kind === "offline") {
		let details = [texts.stage.nextTry(secondsUntil(link.retryAt, now_ms))];
		return link.reason === "" ? state === null && details.push(texts.stage.tokenHint) : details.unshift(link.reason), {
			kind: "offline",
			sentence: texts.stage.offline,
			details
		};
	}
	return link.kind === "connecting" || state === null ? note("connecting", texts.stage.connecting) : state.watching ? cameraNote(state, own) ?? feedNote(state, hasPicture) : note("paused", texts.stage.watchingPaused);
}
function isReading(state) {
	return state.watching && state.camera.status === "ok";
}
function cameraNote({ camera }, own) {
	if (camera.status === "ok") return null;
	if (own === "starting") return note("asking", texts.stage.asking);
	if (camera.chosen === "browser" && own === "off") return note("browser", texts.stage.browser, camera.error);
	switch (camera.status) {
		case "connecting": return note("opening", texts.stage.opening, camera.error);
		case "lost": return note("lost", texts.stage.lost, camera.error);
		case "off": return note("off", texts.stage.off, camera.error);
	}
}
function feedNote({ feed, face }, hasPicture) {
	switch (feed) {
		case "off": return note("hidden", texts.stage.feedOff);
		case "landmarks": return face === null ? note("nobody", texts.stage.noFace) : null;
		case "video": return hasPicture ? null : note("waiting", texts.stage.noPicture);
	}
}
function note(kind, sentence, detail = null) {
	return {
		kind,
		sentence,
		details: detail === null ? [] : [detail]
	};
}
// src/components/StageDrawing.svelte
var CAMERA = "M26 38h46a6 6 0 0 1 6 6v32a6 6 0 0 1-6 6H26a6 6 0 0 1-6-6V44a6 6 0 0 1 6-6zM78 54l20-10v32L78 66", DRAWINGS = {
	connecting: {
		lines: "M20 60h18M82 60h18M38 48v24a6 6 0 0 0 6 6h2V42h-2a6 6 0 0 0-6 6zM82 48v24a6 6 0 0 1-6 6h-2V42h2a6 6 0 0 1 6 6z",
		dashed: "M48 60h26"
	},
	offline: {
		lines: "M14 60h18M88 60h18M32 48v24a6 6 0 0 0 6 6h2V42h-2a6 6 0 0 0-6 6zM88 48v24a6 6 0 0 1-6 6h-2V42h2a6 6 0 0 1 6 6z",
		mark: "M54 50l12 20M66 50L54 70"
	},
	paused: { lines: "M18 54s16 26 42 26 42-26 42-26M60 80v14M35 73l-8 11M85 73l8 11" },
	opening: {
		lines: CAMERA,
		dashed: "M60 60m-12 0a12 12 0 1 0 24 0a12 12 0 1 0-24 0"
	},
	asking: {
		lines: CAMERA,
		mark: "M42 54a7 7 0 1 1 9 7c-2 1-2 2-2 4M49 71v.5"
	},
	browser: {
		lines: "M26 32h68a6 6 0 0 1 6 6v36a6 6 0 0 1-6 6H26a6 6 0 0 1-6-6V38a6 6 0 0 1 6-6zM46 96h28M60 80v16",
		dashed: "M60 44a12 12 0 1 0 0 24a12 12 0 1 0 0-24z"
	},
	lost: {
		lines: CAMERA,
		mark: "M40 52l18 16M58 52L40 68"
	},
	off: {
		lines: CAMERA,
		mark: "M16 98L100 24"
	},
	hidden: {
		lines: "M14 60s17-28 46-28 46 28 46 28-17 28-46 28-46-28-46-28zM60 46a14 14 0 1 0 0 28 14 14 0 0 0 0-28z",
		mark: "M24 96L96 24"
	},
	waiting: {
		lines: "M26 44V34a6 6 0 0 1 6-6h10M78 28h10a6 6 0 0 1 6 6v10M94 76v10a6 6 0 0 1-6 6H78M42 92H32a6 6 0 0 1-6-6V76",
		dashed: "M60 44a16 16 0 1 0 0 32 16 16 0 1 0 0-32z"
	},
	nobody: {
		lines: "",
		dashed: "M60 26c-16 0-26 12-26 30 0 20 12 38 26 38s26-18 26-38c0-18-10-30-26-30z"
	}
}, root$22 = from_svg("<svg viewBox=\"0 0 120 120\" aria-hidden=\"true\" class=\"s-zpo4ys\"><path></path><path class=\"dashed s-zpo4ys\"></path><path class=\"mark s-zpo4ys\"></path></svg>");
function StageDrawing($$anchor, $$props) {
	let drawing = user_derived(() => DRAWINGS[$$props.kind]);
	var svg = root$22(), path = child(svg), path_1 = sibling(path), path_2 = sibling(path_1);
	reset(svg), template_effect(() => {
		set_attribute(path, "d", get$1(drawing).lines), set_attribute(path_1, "d", get$1(drawing).dashed ?? ""), set_attribute(path_2, "d", get$1(drawing).mark ?? "");
	}), append($$anchor, svg);
}
// src/components/StageNote.svelte
var root$21 = from_html("<p class=\"small s-t0c6f4\"> </p>"), root_1$15 = from_html("<button type=\"button\" class=\"s-t0c6f4\"> </button>"), root_2$9 = from_html("<div class=\"note s-t0c6f4\"><!> <p class=\"sentence s-t0c6f4\"> </p> <!> <!></div>");
function StageNote($$anchor, $$props) {
	push($$props, !0);
	var div = root_2$9(), node = child(div);
	StageDrawing(node, { get kind() {
		return $$props.note.kind;
	} });
	var p = sibling(node, 2), text = only_child(p, !0), node_1 = sibling(p, 2);
	each(node_1, 16, () => $$props.note.details, (detail) => detail, ($$anchor, detail) => {
		var p_1 = root$21(), text_1 = only_child(p_1, !0);
		template_effect(() => set_text(text_1, detail)), append($$anchor, p_1);
	});
	var node_2 = sibling(node_1, 2), consequent = ($$anchor) => {
		var button = root_1$15(), text_2 = only_child(button, !0);
		template_effect(() => set_text(text_2, texts.stage.tryNow)), delegated("click", button, () => $$props.session.retryNow()), append($$anchor, button);
	};
	if_block(node_2, ($$render) => {
		$$props.note.kind === "offline" && $$render(consequent);
	}), reset(div), template_effect(() => set_text(text, $$props.note.sentence)), append($$anchor, div), pop();
}
delegate(["click"]);
// src/components/Stage.svelte
var root$20 = from_html("<p class=\"chip small left s-1iu2045\"> </p>"), root_1$14 = from_html("<p class=\"chip fine right s-1iu2045\"> </p>"), root_2$8 = from_html("<div class=\"stage s-1iu2045\"><canvas aria-hidden=\"true\" class=\"s-1iu2045\"></canvas> <!> <!> <!></div>");
function Stage($$anchor, $$props) {
	push($$props, !0);
	let canvas = state(void 0), width = state(0), height = state(0), decoded = state(null), decoder = new PictureDecoder((scene) => set(decoded, scene)), server = user_derived(() => $$props.session.state), note = user_derived(() => stageNote({
		link: $$props.session.link,
		state: get$1(server),
		hasPicture: get$1(decoded) !== null,
		own: $$props.session.ownCamera.status,
		now_ms: $$props.now_ms
	})), reading = user_derived(() => $$props.session.isOpen && get$1(server) !== null && isReading(get$1(server))), frame = user_derived(() => $$props.session.frame), scene = user_derived(() => !get$1(reading) || get$1(server) === null ? null : get$1(server).feed === "landmarks" ? {
		bitmap: null,
		frame: get$1(frame),
		face: get$1(server).face
	} : get$1(decoded)), nobody = user_derived(() => get$1(reading) && get$1(note) === null && get$1(server)?.face === null), mirrored = user_derived(() => $$props.session.ownCamera.status === "on" && get$1(server)?.camera.chosen === "browser"), total_ms = user_derived(() => get$1(reading) ? get$1(server)?.timing_ms.total : void 0);
	user_effect(() => decoder.push($$props.session.picture)), user_effect(() => {
		let context = get$1(canvas)?.getContext("2d");
		if (!get$1(canvas) || !context) return;
		let density = devicePixelRatio;
		get$1(canvas).width = Math.round(get$1(width) * density), get$1(canvas).height = Math.round(get$1(height) * density);
		let style = getComputedStyle(get$1(canvas)), colours = {
			line: style.getPropertyValue("--face-line"),
			casing: style.getPropertyValue("--face-casing")
		};
		drawScene(context, get$1(scene), {
			width: get$1(width),
			height: get$1(height)
		}, density, colours, get$1(mirrored));
	});
	var div = root_2$8();
	let styles;
	var canvas_1 = child(div);
	bind_this(canvas_1, ($$value) => set(canvas, $$value), () => get$1(canvas));
	var node = sibling(canvas_1, 2), consequent = ($$anchor) => {
		StageNote($$anchor, {
			get note() {
				return get$1(note);
			},
			get session() {
				return $$props.session;
			}
		});
	};
	if_block(node, ($$render) => {
		get$1(note) && $$render(consequent);
	});
	var node_1 = sibling(node, 2), consequent_1 = ($$anchor) => {
		var p = root$20(), text = only_child(p, !0);
		template_effect(() => set_text(text, texts.stage.noFace)), append($$anchor, p);
	};
	if_block(node_1, ($$render) => {
		get$1(nobody) && $$render(consequent_1);
	});
	var node_2 = sibling(node_1, 2), consequent_2 = ($$anchor) => {
		var p_1 = root_1$14(), text_1 = only_child(p_1, !0);
		template_effect(($0) => set_text(text_1, $0), [() => texts.stage.frameTime(get$1(total_ms))]), append($$anchor, p_1);
	};
	if_block(node_2, ($$render) => {
		get$1(total_ms) !== void 0 && $$render(consequent_2);
	}), reset(div), template_effect(() => styles = set_style(div, "", styles, { "aspect-ratio": `${get$1(frame).width ?? ""} / ${get$1(frame).height ?? ""}` })), bind_element_size(canvas_1, "clientWidth", ($$value) => set(width, $$value)), bind_element_size(canvas_1, "clientHeight", ($$value) => set(height, $$value)), append($$anchor, div), pop();
}
// src/components/CameraCard.svelte
var root$19 = from_html("<section class=\"card s-1hwy3fz\"><!> <!></section>");
function CameraCard($$anchor, $$props) {
	push($$props, !0);
	var section = root$19(), node = child(section);
	Stage(node, {
		get session() {
			return $$props.session;
		},
		get now_ms() {
			return $$props.now_ms;
		}
	});
	var node_1 = sibling(node, 2), consequent = ($$anchor) => {
		CameraControls($$anchor, {
			get session() {
				return $$props.session;
			},
			get server() {
				return $$props.session.state;
			}
		});
	};
	if_block(node_1, ($$render) => {
		$$props.session.state && $$render(consequent);
	}), reset(section), template_effect(() => set_attribute(section, "aria-label", texts.stage.label)), append($$anchor, section), pop();
}
// src/components/ExpressionCard.svelte
var root$18 = from_html("<li><span> </span> <span class=\"bar s-143e246\" aria-hidden=\"true\"><span class=\"fill s-143e246\"></span></span> <span class=\"share s-143e246\"> </span></li>"), root_1$13 = from_html("<section class=\"card s-143e246\" aria-labelledby=\"bars-heading\"><h2 id=\"bars-heading\"> </h2> <ul class=\"s-143e246\"></ul></section>");
function ExpressionCard($$anchor, $$props) {
	push($$props, !0);
	var section = root_1$13(), h2 = child(section), text = only_child(h2, !0), ul = sibling(h2, 2);
	each(ul, 20, () => LABELS, (label) => label, ($$anchor, label) => {
		let share = user_derived(() => $$props.expression?.[label]);
		var li = root$18();
		let classes;
		var span = child(li), text_1 = only_child(span, !0), span_1 = sibling(span, 2), span_2 = child(span_1);
		let styles;
		reset(span_1);
		var text_2 = only_child(sibling(span_1, 2), !0);
		reset(li), template_effect(($0) => {
			classes = set_class(li, 1, "small s-143e246", null, classes, { mood: label === $$props.mood }), set_attribute(li, "data-mood", label), set_text(text_1, texts.moods[label]), styles = set_style(span_2, "", styles, { transform: `scaleX(${get$1(share) ?? 0 ?? ""})` }), set_text(text_2, $0);
		}, [() => get$1(share) === void 0 ? "–" : percent(get$1(share))]), append($$anchor, li);
	}), reset(ul), reset(section), template_effect(() => set_text(text, $$props.expression ? texts.mood.bars : texts.mood.noFrame)), append($$anchor, section), pop();
}
// src/lib/durations.ts
var DURATIONS_S = [
	300,
	1800,
	3600,
	86400
], USUAL_S = 1800, root$17 = from_html("<button type=\"button\" class=\"s-t4sjb8\"> </button>"), root_1$12 = from_html("<div role=\"group\" class=\"s-t4sjb8\"></div>");
function Segmented($$anchor, $$props) {
	push($$props, !0);
	let disabled = prop($$props, "disabled", 3, !1);
	var div = root_1$12();
	each(div, 21, () => $$props.options, ({ value, name }) => value, ($$anchor, $$item) => {
		let value = () => get$1($$item).value, name = () => get$1($$item).name;
		var button = root$17(), text = only_child(button, !0);
		template_effect(() => {
			button.disabled = disabled(), set_attribute(button, "aria-pressed", value() === $$props.chosen), set_text(text, name());
		}), delegated("click", button, () => $$props.onchoose(value())), append($$anchor, button);
	}), reset(div), template_effect(() => set_attribute(div, "aria-label", $$props.label)), append($$anchor, div), pop();
}
delegate(["click"]);
// src/components/FeelCard.svelte
var root$16 = from_html("<button type=\"button\" class=\"s-mqn0xz\"><span class=\"emoji s-mqn0xz\" aria-hidden=\"true\"> </span> </button>"), root_1$11 = from_html("<section class=\"card s-mqn0xz\" aria-labelledby=\"feel-heading\"><div class=\"top s-mqn0xz\"><h2 id=\"feel-heading\"> </h2> <!></div> <div class=\"choices s-mqn0xz\"></div></section>");
function FeelCard($$anchor, $$props) {
	push($$props, !0);
	let duration_s = state(proxy(USUAL_S)), chosen = user_derived(() => $$props.mood.source === "manual" && $$props.mood.emotion !== "unknown" ? $$props.mood.emotion : null), options = DURATIONS_S.map((value) => ({
		value,
		name: texts.feel.durations[value]
	}));
	function feel(emotion) {
		$$props.send({
			command: "mood",
			emotion,
			duration_s: get$1(duration_s)
		});
	}
	function last(chosen_s) {
		set(duration_s, chosen_s, !0), get$1(chosen) !== null && ($$props.mood.until === null || $$props.mood.until > $$props.now_s) && feel(get$1(chosen));
	}
	var section = root_1$11(), div = child(section), h2 = child(div), text = only_child(h2, !0);
	Segmented(sibling(h2, 2), {
		get label() {
			return texts.feel.duration;
		},
		get options() {
			return options;
		},
		get chosen() {
			return get$1(duration_s);
		},
		get disabled() {
			return $$props.disabled;
		},
		onchoose: last
	}), reset(div);
	var div_1 = sibling(div, 2);
	each(div_1, 21, () => EMOTIONS, ({ name, emoji }) => name, ($$anchor, $$item) => {
		let name = () => get$1($$item).name, emoji = () => get$1($$item).emoji;
		var button = root$16(), span = child(button), text_1 = only_child(span, !0), text_2 = sibling(span, 1, !0);
		reset(button), template_effect(() => {
			button.disabled = $$props.disabled, set_attribute(button, "data-mood", name()), set_attribute(button, "aria-pressed", get$1(chosen) === name()), set_text(text_1, emoji()), set_text(text_2, texts.moods[name()]);
		}), delegated("click", button, () => feel(name())), append($$anchor, button);
	}), reset(div_1), reset(section), template_effect(() => set_text(text, texts.feel.heading)), append($$anchor, section), pop();
}
delegate(["click"]);
// src/components/Header.svelte
var root$15 = from_html("<button type=\"button\" class=\"small s-1sp2t0b\"><!> <span class=\"s-1sp2t0b\"> </span></button>"), root_1$10 = from_html("<header class=\"s-1sp2t0b\"><svg class=\"logo s-1sp2t0b\" viewBox=\"0 0 64 64\" aria-hidden=\"true\"><rect width=\"64\" height=\"64\" rx=\"18\" class=\"s-1sp2t0b\"></rect><path d=\"M12 22v-6a4 4 0 0 1 4-4h6M42 12h6a4 4 0 0 1 4 4v6M52 42v6a4 4 0 0 1-4 4h-6M22 52h-6a4 4 0 0 1-4-4v-6M21 37c5 8 17 8 22 0M25 25v3M39 25v3\" class=\"s-1sp2t0b\"></path></svg> <h1 class=\"s-1sp2t0b\"> </h1> <p> </p> <!></header>");
function Header($$anchor, $$props) {
	push($$props, !0);
	let status = user_derived(() => $$props.link.kind === "open" ? $$props.state === null ? "connecting" : $$props.state.watching ? "live" : "watchingPaused" : $$props.link.kind);
	var header = root_1$10(), h1 = sibling(child(header), 2), text = only_child(h1, !0), p = sibling(h1, 2), text_1 = only_child(p, !0), node = sibling(p, 2), consequent = ($$anchor) => {
		var button = root$15(), node_1 = child(button);
		{
			let $0 = user_derived(() => $$props.state.watching ? "closedEye" : "eye");
			Icon(node_1, { get name() {
				return get$1($0);
			} });
		}
		var text_2 = only_child(sibling(node_1, 2), !0);
		reset(button), template_effect(() => {
			button.disabled = $$props.disabled, set_text(text_2, $$props.state.watching ? texts.stage.pause : texts.stage.resume);
		}), delegated("click", button, () => $$props.pause($$props.state.watching)), append($$anchor, button);
	};
	if_block(node, ($$render) => {
		$$props.state && $$render(consequent);
	}), reset(header), template_effect(() => {
		set_text(text, texts.name), set_class(p, 1, `small ${get$1(status) ?? ""}`, "s-1sp2t0b"), set_text(text_1, texts.link[get$1(status)]);
	}), append($$anchor, header), pop();
}
delegate(["click"]);
// src/lib/history.ts
var WINDOW_S = 1800, SAMPLE_S = 2, NOTHING_YET = {
	moods: [],
	tracks: []
};
function parseHistory(text) {
	let raw = object(parseJson(text), "history");
	return {
		moods: list(raw.moods, "moods", parseSample),
		tracks: list(raw.tracks, "tracks", parsePlayed)
	};
}
function remember(history, state) {
	let moods = withMood(history.moods, state), tracks = withTrack(history.tracks, state);
	if (moods === history.moods && tracks === history.tracks) return history;
	let start = state.time - WINDOW_S;
	return {
		moods: moods.filter((_, index) => (moods[index + 1]?.time ?? Infinity) > start),
		tracks: tracks.filter((track, index) => (track.ended ?? tracks[index + 1]?.time ?? Infinity) > start)
	};
}
function joined(older, newer) {
	let last = older.tracks.at(-1), [first, ...rest] = after(newer.tracks, last?.time), goesOn = first !== void 0 && last !== void 0 && first.uri === last.uri, middle = goesOn ? {
		...last,
		ended: first.ended
	} : first;
	return {
		moods: [...older.moods, ...after(newer.moods, older.moods.at(-1)?.time)],
		tracks: [
			...goesOn ? older.tracks.slice(0, -1) : older.tracks,
			...middle ? [middle] : [],
			...rest
		]
	};
}
function moodSpans({ moods }, now) {
	let spans = [];
	return moods.forEach(({ time, emotion }, index) => {
		let to = Math.min(moods[index + 1]?.time ?? now, now), from = Math.max(time, now - WINDOW_S);
		if (to <= from) return;
		let last = spans.at(-1);
		last?.what === emotion && last.to === from ? spans[spans.length - 1] = {
			...last,
			to
		} : spans.push({
			from,
			to,
			what: emotion
		});
	}), spans.filter(({ what }) => what !== "unknown");
}
function trackSpans({ tracks }, now) {
	return tracks.map((what, index) => ({
		from: Math.max(what.time, now - WINDOW_S),
		to: Math.min(what.ended ?? now, tracks[index + 1]?.time ?? now, now),
		what
	})).filter(({ from, to }) => to > from);
}
function trail({ moods }, now) {
	let recent = moods.filter(({ time }) => time > now - 120 && time <= now), gap = recent.findLastIndex(({ emotion }) => emotion === "unknown");
	return recent.slice(gap + 1);
}
function after(entries, time = -Infinity) {
	return entries.filter((entry) => entry.time > time);
}
function withMood(moods, { time, mood }) {
	let { emotion, confidence, valence, arousal, source } = mood, last = moods.at(-1);
	if (last !== void 0) {
		let changed = last.emotion !== emotion || last.source !== source, moved = last.valence !== valence || last.arousal !== arousal;
		if (time <= last.time || !(changed || moved && time >= last.time + SAMPLE_S)) return moods;
	}
	return [...moods, {
		time,
		emotion,
		confidence,
		valence,
		arousal,
		source
	}];
}
function withTrack(tracks, state) {
	let { time, playing, player, mood } = state, last = tracks.at(-1), current = player === "stopped" ? null : playing;
	if (last !== void 0 && last.ended === null && last.uri === current?.uri || current === null && (last === void 0 || last.ended !== null)) return tracks;
	let before = last?.ended === null ? [...tracks.slice(0, -1), {
		...last,
		ended: time
	}] : tracks;
	if (current === null) return before;
	let { uri, name, artists } = current;
	return [...before, {
		time,
		ended: null,
		uri,
		name,
		artists,
		emotion: mood.emotion
	}];
}
function parseSample(value, path) {
	let raw = object(value, path);
	return {
		time: number(raw.time, `${path}.time`),
		emotion: oneOf(MOOD_NAMES, raw.emotion, `${path}.emotion`),
		confidence: number(raw.confidence, `${path}.confidence`),
		valence: number(raw.valence, `${path}.valence`),
		arousal: number(raw.arousal, `${path}.arousal`),
		source: oneOf(MOOD_SOURCES, raw.source, `${path}.source`)
	};
}
function parsePlayed(value, path) {
	let raw = object(value, path);
	return {
		time: number(raw.time, `${path}.time`),
		ended: null,
		uri: string(raw.uri, `${path}.uri`),
		name: string(raw.name, `${path}.name`),
		artists: list(raw.artists, `${path}.artists`, string),
		emotion: nullable(raw.emotion, `${path}.emotion`, (emotion, at) => oneOf(MOOD_NAMES, emotion, at)) ?? "unknown"
	};
}
var REACH = 132;
function spot(valence, arousal) {
	return {
		x: round(150 + clamp(valence) * REACH),
		y: round(150 - clamp(arousal) * REACH)
	};
}
function line(spots) {
	return spots.length < 2 ? "" : `M${spots.map(({ x, y }) => `${x} ${y}`).join("L")}`;
}
function pieces(spots, count) {
	let size = Math.max(1, Math.ceil((spots.length - 1) / count)), cut = [];
	for (let end = spots.length - 1; end > 0; end -= size) cut.unshift(spots.slice(Math.max(0, end - size), end + 1));
	return cut;
}
function clamp(value) {
	return Math.min(1, Math.max(-1, value));
}
function round(value) {
	return Math.round(value * 10) / 10;
}
// src/components/MoodPlane.svelte
var root$14 = from_svg("<circle class=\"place s-16w2pxj\" r=\"5\"></circle>"), root_1$9 = from_svg("<path class=\"trail s-16w2pxj\"></path>"), root_2$7 = from_svg("<!><g class=\"here s-16w2pxj\"><circle class=\"halo s-16w2pxj\" r=\"15\"></circle><circle class=\"point s-16w2pxj\" r=\"8\"></circle></g>", 1), root_3$5 = from_svg("<text> </text>"), root_4$2 = from_html("<figure class=\"s-16w2pxj\"><h3 class=\"unseen\"> </h3> <p class=\"unseen\"> </p> <div class=\"plane fine soft s-16w2pxj\" aria-hidden=\"true\"><span class=\"top s-16w2pxj\"> </span> <span class=\"left s-16w2pxj\"> </span> <svg class=\"s-16w2pxj\"><rect rx=\"20\" class=\"s-16w2pxj\"></rect><path class=\"axes s-16w2pxj\"></path><!><!><!></svg> <span class=\"right s-16w2pxj\"> </span> <span class=\"bottom s-16w2pxj\"> </span></div></figure>");
function MoodPlane($$anchor, $$props) {
	push($$props, !0);
	let known = user_derived(() => $$props.mood.emotion !== "unknown"), here = user_derived(() => spot($$props.mood.valence, $$props.mood.arousal)), way = user_derived(() => [...trail($$props.history, $$props.now_s).map(({ valence, arousal }) => spot(valence, arousal)), get$1(here)]), summary = user_derived(() => get$1(known) ? texts.plane.summary(texts.moods[$$props.mood.emotion], signed($$props.mood.valence), signed($$props.mood.arousal)) : texts.plane.none);
	var figure = root_4$2(), h3 = child(figure), text = only_child(h3, !0), p = sibling(h3, 2), text_1 = only_child(p, !0), div = sibling(p, 2), span = child(div), text_2 = only_child(span, !0), span_1 = sibling(span, 2), text_3 = only_child(span_1, !0), svg = sibling(span_1, 2), rect = child(svg), path = sibling(rect), node = sibling(path);
	each(node, 17, () => EMOTIONS, ({ name, valence, arousal }) => name, ($$anchor, $$item) => {
		let name = () => get$1($$item).name, valence = () => get$1($$item).valence, arousal = () => get$1($$item).arousal, computed_const = user_derived(() => spot(valence(), arousal()));
		var circle = root$14();
		template_effect(() => {
			set_attribute(circle, "data-mood", name()), set_attribute(circle, "cx", get$1(computed_const).x), set_attribute(circle, "cy", get$1(computed_const).y);
		}), append($$anchor, circle);
	});
	var node_1 = sibling(node), consequent = ($$anchor) => {
		var fragment = root_2$7(), node_2 = first_child(fragment);
		each(node_2, 17, () => pieces(get$1(way), 6), index, ($$anchor, piece, index) => {
			var path_1 = root_1$9();
			set_style(path_1, "", {}, { opacity: (index + 1) / 6 }), template_effect(($0) => set_attribute(path_1, "d", $0), [() => line(get$1(piece))]), append($$anchor, path_1);
		});
		var g = sibling(node_2);
		let styles;
		template_effect(() => styles = set_style(g, "", styles, { transform: `translate(${get$1(here).x ?? ""}px, ${get$1(here).y ?? ""}px)` })), append($$anchor, fragment);
	};
	if_block(node_1, ($$render) => {
		get$1(known) && $$render(consequent);
	}), each(sibling(node_1), 17, () => EMOTIONS, ({ name, valence, arousal }) => name, ($$anchor, $$item) => {
		let name = () => get$1($$item).name, valence = () => get$1($$item).valence, arousal = () => get$1($$item).arousal, computed_const_1 = user_derived(() => spot(valence(), arousal())), before = user_derived(() => valence() > .5);
		var text_4 = root_3$5();
		let classes;
		var text_5 = only_child(text_4, !0);
		template_effect(() => {
			set_attribute(text_4, "x", get$1(before) ? get$1(computed_const_1).x - 10 : get$1(computed_const_1).x + 10), set_attribute(text_4, "y", get$1(computed_const_1).y + 4), classes = set_class(text_4, 0, "s-16w2pxj", null, classes, { before: get$1(before) }), set_text(text_5, texts.moods[name()]);
		}), append($$anchor, text_4);
	}), reset(svg);
	var span_2 = sibling(svg, 2), text_6 = only_child(span_2, !0), text_7 = only_child(sibling(span_2, 2), !0);
	reset(div), reset(figure), template_effect(() => {
		set_text(text, texts.plane.heading), set_text(text_1, get$1(summary)), set_text(text_2, texts.plane.excited), set_text(text_3, texts.plane.unpleasant), set_attribute(svg, "viewBox", "0 0 300 300"), set_attribute(rect, "width", 300), set_attribute(rect, "height", 300), set_attribute(path, "d", "M150 8V292M8 150H292"), set_text(text_6, texts.plane.pleasant), set_text(text_7, texts.plane.calm);
	}), append($$anchor, figure), pop();
}
// src/components/Ring.svelte
var root$13 = from_html("<div class=\"s-3g0voo\"><svg viewBox=\"0 0 120 120\" aria-hidden=\"true\" class=\"s-3g0voo\"><circle class=\"ground s-3g0voo\" cx=\"60\" cy=\"60\" r=\"48\"></circle><circle class=\"rail s-3g0voo\" cx=\"60\" cy=\"60\" r=\"56\"></circle><circle cx=\"60\" cy=\"60\" r=\"56\" pathLength=\"1\"></circle></svg> <!></div>");
function Ring($$anchor, $$props) {
	var div = root$13(), svg = child(div), circle = sibling(child(svg), 2);
	let classes, styles;
	reset(svg), snippet(sibling(svg, 2), () => $$props.children), reset(div), template_effect(() => {
		classes = set_class(circle, 0, "arc s-3g0voo", null, classes, { none: $$props.share <= 0 }), styles = set_style(circle, "", styles, { "stroke-dashoffset": 1 - $$props.share });
	}), append($$anchor, div);
}
// src/components/MoodCard.svelte
var root$12 = from_html("<span class=\"emoji s-14etg9g\" aria-hidden=\"true\"> </span>"), root_1$8 = from_html("<button type=\"button\" class=\"small s-14etg9g\"><!> </button>"), root_2$6 = from_html("<section class=\"card s-14etg9g\" aria-labelledby=\"mood-heading\"><h2 id=\"mood-heading\" class=\"unseen\"> </h2> <p class=\"unseen\" aria-live=\"polite\"> </p> <div class=\"hero s-14etg9g\"><!> <div><p class=\"word s-14etg9g\"> </p> <p class=\"soft small\"> </p> <!></div></div> <!></section>");
function MoodCard($$anchor, $$props) {
	push($$props, !0);
	let known = user_derived(() => $$props.mood.emotion !== "unknown"), left_s = user_derived(() => $$props.mood.until === null ? null : $$props.mood.until - $$props.now_s), chosen_s = user_derived(() => $$props.mood.until === null ? 0 : $$props.mood.until - $$props.mood.since), sentence = user_derived(() => {
		if (!get$1(known)) return $$props.seen ? $$props.failing ? texts.mood.unreadable : texts.mood.undecided : texts.mood.nobody;
		let held = texts.mood.held(duration($$props.now_s - $$props.mood.since));
		return $$props.mood.source === "voice" ? `${texts.mood.heard} · ${held}` : $$props.mood.source === "face" ? `${texts.mood.sure(percent($$props.mood.confidence))} · ${held}` : get$1(left_s) === null || get$1(chosen_s) > 86340 ? `${texts.mood.saidSo} · ${texts.mood.untilFurther}` : `${texts.mood.saidSo} · ${texts.mood.left(remaining(get$1(left_s)))}`;
	}), share = user_derived(() => get$1(left_s) === null ? $$props.mood.confidence : Math.max(0, get$1(left_s) / Math.max(1, get$1(chosen_s))));
	var section = root_2$6(), h2 = child(section), text = only_child(h2, !0), p = sibling(h2, 2), text_1 = only_child(p, !0), div = sibling(p, 2), node = child(div);
	{
		let $0 = user_derived(() => get$1(known) ? get$1(share) : 0);
		Ring(node, {
			get share() {
				return get$1($0);
			},
			children: ($$anchor, $$slotProps) => {
				var span = root$12(), text_2 = only_child(span, !0);
				template_effect(() => set_text(text_2, $$props.mood.emoji)), append($$anchor, span);
			},
			$$slots: { default: !0 }
		});
	}
	var div_1 = sibling(node, 2), p_1 = child(div_1), text_3 = only_child(p_1, !0), p_2 = sibling(p_1, 2), text_4 = only_child(p_2, !0), node_1 = sibling(p_2, 2), consequent = ($$anchor) => {
		var button = root_1$8(), node_2 = child(button);
		Icon(node_2, { name: "eye" });
		var text_5 = sibling(node_2, 1, !0);
		reset(button), template_effect(() => {
			button.disabled = $$props.disabled, set_text(text_5, texts.feel.camera);
		}), delegated("click", button, () => $$props.send({
			command: "mood",
			emotion: null
		})), append($$anchor, button);
	};
	if_block(node_1, ($$render) => {
		$$props.mood.source === "manual" && $$render(consequent);
	}), reset(div_1), reset(div), MoodPlane(sibling(div, 2), {
		get mood() {
			return $$props.mood;
		},
		get history() {
			return $$props.history;
		},
		get now_s() {
			return $$props.now_s;
		}
	}), reset(section), template_effect(($0) => {
		set_text(text, texts.mood.heading), set_text(text_1, $0), set_text(text_3, texts.moods[$$props.mood.emotion]), set_text(text_4, get$1(sentence));
	}, [() => texts.mood.announcement(texts.moods[$$props.mood.emotion])]), append($$anchor, section), pop();
}
delegate(["click"]);
// src/lib/genres.ts
function genreOffers({ genres, picked_genres, excluded_genres }) {
	let picked = new Set(picked_genres), excluded = new Set(excluded_genres), chosen = new Set([...picked, ...excluded].map(folded)), names = [
		...picked,
		...genres.filter((name) => !chosen.has(folded(name))),
		...excluded
	];
	return [...new Set(names)].map((name) => ({
		name,
		choice: choiceOf(name, picked, excluded)
	}));
}
function hasNoMatch({ genres, mood, upcoming }) {
	return upcoming.length === 0 && genres.length > 0 && mood.emotion !== "unknown";
}
function folded(name) {
	return name.trim().toLowerCase();
}
function choiceOf(name, picked, excluded) {
	return picked.has(name) ? "pick" : excluded.has(name) ? "exclude" : null;
}
// src/components/Cover.svelte
var root$11 = from_html("<img alt=\"\" class=\"s-12jtgs3\"/>"), root_1$7 = from_svg("<svg viewBox=\"0 0 100 100\" aria-hidden=\"true\" class=\"s-12jtgs3\"><rect width=\"100\" height=\"100\" class=\"s-12jtgs3\"></rect><circle class=\"one s-12jtgs3\" cx=\"50\" cy=\"50\" r=\"34\"></circle><path d=\"M20 50a30 30 0 0 1 30-30M28 50a22 22 0 0 1 22-22M80 50a30 30 0 0 1-30 30M72 50a22 22 0 0 1-22 22\" class=\"s-12jtgs3\"></path><circle class=\"two s-12jtgs3\" cx=\"50\" cy=\"50\" r=\"11\"></circle><circle class=\"hole s-12jtgs3\" cx=\"50\" cy=\"50\" r=\"2.5\"></circle></svg>"), root_2$5 = from_html("<div class=\"cover s-12jtgs3\"><!></div>");
function Cover($$anchor, $$props) {
	push($$props, !0);
	let broken = state(null), hue = user_derived(() => [...$$props.name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7));
	var div = root_2$5();
	let styles;
	var node = child(div), consequent = ($$anchor) => {
		var img = root$11();
		template_effect(() => set_attribute(img, "src", $$props.address)), event("error", img, () => set(broken, $$props.address, !0)), replay_events(img), append($$anchor, img);
	}, alternate = ($$anchor) => {
		append($$anchor, root_1$7());
	};
	if_block(node, ($$render) => {
		$$props.address !== null && $$props.address !== get$1(broken) ? $$render(consequent) : $$render(alternate, -1);
	}), reset(div), template_effect(() => styles = set_style(div, "", styles, { "--hue": get$1(hue) })), append($$anchor, div), pop();
}
// src/components/FeedbackButtons.svelte
var root$10 = from_html("<button type=\"button\" class=\"round quiet s-ec927t\"><!></button>"), root_1$6 = from_html("<div class=\"s-ec927t\"></div>");
function FeedbackButtons($$anchor, $$props) {
	push($$props, !0);
	let choices = user_derived(() => [{
		value: "more",
		label: texts.music.more($$props.track.name),
		title: texts.music.moreTitle
	}, {
		value: "less",
		label: texts.music.less($$props.track.name),
		title: texts.music.lessTitle
	}]);
	function say(value) {
		$$props.send({
			command: "feedback",
			uri: $$props.track.uri,
			value: $$props.track.feedback === value ? null : value
		});
	}
	var div = root_1$6();
	each(div, 21, () => get$1(choices), ({ value, label, title }) => value, ($$anchor, $$item) => {
		let value = () => get$1($$item).value, label = () => get$1($$item).label, title = () => get$1($$item).title;
		var button = root$10();
		Icon(child(button), { get name() {
			return value();
		} }), reset(button), template_effect(() => {
			button.disabled = $$props.disabled, set_attribute(button, "title", title()), set_attribute(button, "aria-label", label()), set_attribute(button, "aria-pressed", $$props.track.feedback === value());
		}), delegated("click", button, () => say(value())), append($$anchor, button);
	}), reset(div), append($$anchor, div), pop();
}
delegate(["click"]);
// src/components/TrackText.svelte
var root$9 = from_html("<div><p class=\"name s-eg7yc0\"> </p> <p class=\"small s-eg7yc0\"> </p> <p class=\"fine soft reasons s-eg7yc0\"> </p></div>");
function TrackText($$anchor, $$props) {
	push($$props, !0);
	let large = prop($$props, "large", 3, !1), reasons = user_derived(() => $$props.track.ours ? $$props.track.reasons.join("; ") || texts.music.ours : texts.music.theirs);
	var div = root$9();
	let classes;
	var p = child(div), text = only_child(p, !0), p_1 = sibling(p, 2), text_1 = only_child(p_1, !0), text_2 = only_child(sibling(p_1, 2), !0);
	reset(div), template_effect(($0) => {
		classes = set_class(div, 1, "s-eg7yc0", null, classes, { large: large() }), set_text(text, $$props.track.name), set_text(text_1, $0), set_text(text_2, get$1(reasons));
	}, [() => trackLine($$props.track)]), append($$anchor, div), pop();
}
// src/components/NextCard.svelte
var root$8 = from_html("<li class=\"s-ovqtyc\"><div class=\"cover s-ovqtyc\"><!></div> <!> <!></li>"), root_1$5 = from_html("<ol class=\"s-ovqtyc\"></ol>"), root_2$4 = from_html("<div class=\"none s-ovqtyc\"><svg viewBox=\"0 0 48 48\" aria-hidden=\"true\" class=\"s-ovqtyc\"><path d=\"M8 14h32M8 24h20M8 34h14\"></path><path></path></svg> <p class=\"small soft\"> </p></div>"), root_3$4 = from_html("<section class=\"card\" aria-labelledby=\"next-heading\"><h2 id=\"next-heading\"> </h2> <!></section>");
function NextCard($$anchor, $$props) {
	push($$props, !0);
	let unmatched = user_derived(() => hasNoMatch($$props.state));
	var section = root_3$4(), h2 = child(section), text = only_child(h2, !0), node = sibling(h2, 2), consequent = ($$anchor) => {
		var ol = root_1$5();
		each(ol, 21, () => $$props.state.upcoming, index, ($$anchor, track) => {
			var li = root$8(), div = child(li), node_1 = child(div);
			{
				let $0 = user_derived(() => $$props.player.cover(get$1(track).uri));
				Cover(node_1, {
					get name() {
						return get$1(track).name;
					},
					get address() {
						return get$1($0);
					}
				});
			}
			reset(div);
			var node_2 = sibling(div, 2);
			TrackText(node_2, { get track() {
				return get$1(track);
			} }), FeedbackButtons(sibling(node_2, 2), {
				get track() {
					return get$1(track);
				},
				get disabled() {
					return $$props.disabled;
				},
				get send() {
					return $$props.send;
				}
			}), reset(li), append($$anchor, li);
		}), reset(ol), append($$anchor, ol);
	}, alternate = ($$anchor) => {
		var div_1 = root_2$4(), svg = child(div_1), path = sibling(child(svg));
		reset(svg);
		var text_1 = only_child(sibling(svg, 2), !0);
		reset(div_1), template_effect(() => {
			set_attribute(path, "d", get$1(unmatched) ? "M33 29l8 8M41 29l-8 8" : "M36 26v14M29 33h14"), set_text(text_1, get$1(unmatched) ? texts.music.noMatch : texts.music.noNext);
		}), append($$anchor, div_1);
	};
	if_block(node, ($$render) => {
		$$props.state.upcoming.length > 0 ? $$render(consequent) : $$render(alternate, -1);
	}), reset(section), template_effect(() => set_text(text, texts.music.next)), append($$anchor, section), pop();
}
// src/components/Seek.svelte
var root$7 = from_html("<div class=\"fine soft s-68bqjg\"><span> </span> <input type=\"range\" min=\"0\" step=\"1000\"/> <span> </span></div>");
function Seek($$anchor, $$props) {
	push($$props, !0);
	let held_ms = state(null), progress = user_derived(() => $$props.player.progress($$props.uri, $$props.now_ms)), length_ms = user_derived(() => get$1(progress)?.length_ms ?? 0), position_ms = user_derived(() => get$1(held_ms) ?? get$1(progress)?.position_ms ?? 0);
	function seek() {
		get$1(held_ms) !== null && $$props.player.seek(get$1(held_ms)), set(held_ms, null);
	}
	var div = root$7(), span = child(div), text = only_child(span, !0), input = sibling(span, 2);
	remove_input_defaults(input);
	let styles;
	var text_1 = only_child(sibling(input, 2), !0);
	reset(div), template_effect(($0, $1, $2, $3) => {
		set_text(text, $0), set_attribute(input, "max", $1), set_value(input, get$1(position_ms)), input.disabled = $$props.disabled || get$1(progress) === null, set_attribute(input, "aria-label", texts.music.seek), set_attribute(input, "aria-valuetext", $2), styles = set_style(input, "", styles, { "--share": get$1(length_ms) > 0 ? get$1(position_ms) / get$1(length_ms) : 0 }), set_text(text_1, $3);
	}, [
		() => get$1(progress) ? clock(get$1(position_ms)) : "–:––",
		() => Math.max(1, get$1(length_ms)),
		() => texts.music.position(clock(get$1(position_ms)), clock(get$1(length_ms))),
		() => get$1(progress) ? clock(get$1(length_ms)) : "–:––"
	]), delegated("input", input, ({ currentTarget }) => set(held_ms, currentTarget.valueAsNumber, !0)), delegated("change", input, seek), append($$anchor, div), pop();
}
delegate(["input", "change"]);
// src/components/Volume.svelte
var root$6 = from_html("<div class=\"s-1m5e941\"><button type=\"button\" class=\"round quiet\"><!></button> <input type=\"range\" min=\"0\" max=\"100\" class=\"s-1m5e941\"/></div>");
function Volume($$anchor, $$props) {
	push($$props, !0);
	let disabled = user_derived(() => !$$props.player.online || $$props.player.volume === null), volume = user_derived(() => $$props.player.volume ?? 0);
	var div = root$6(), button = child(div), node = child(button);
	{
		let $0 = user_derived(() => $$props.player.muted ? "muted" : "volume");
		Icon(node, { get name() {
			return get$1($0);
		} });
	}
	reset(button);
	var input = sibling(button, 2);
	remove_input_defaults(input);
	let styles;
	reset(div), template_effect(() => {
		button.disabled = get$1(disabled), set_attribute(button, "aria-label", texts.music.mute), set_attribute(button, "aria-pressed", $$props.player.muted === !0), set_value(input, get$1(volume)), input.disabled = get$1(disabled), set_attribute(input, "aria-label", texts.music.volume), styles = set_style(input, "", styles, { "--share": get$1(volume) / 100 });
	}), delegated("click", button, () => void $$props.player.setMuted($$props.player.muted !== !0)), delegated("input", input, ({ currentTarget }) => void $$props.player.setVolume(currentTarget.valueAsNumber)), append($$anchor, div), pop();
}
delegate(["click", "input"]);
// src/components/NowPlaying.svelte
var root$5 = from_html("<p class=\"fine soft\"> </p>"), root_1$4 = from_html("<div class=\"track s-1e2bihe\"><div class=\"cover s-1e2bihe\"><!></div> <!></div> <div class=\"s-1e2bihe\"><!></div>", 1), root_2$3 = from_html("<div class=\"track s-1e2bihe\"><svg class=\"cover none s-1e2bihe\" viewBox=\"0 0 104 104\" aria-hidden=\"true\"><rect x=\"1.5\" y=\"1.5\" width=\"101\" height=\"101\" rx=\"14\" class=\"s-1e2bihe\"></rect><path d=\"M42 70V36l26-6v34M42 70a7 6 0 1 1-7-6 7 6 0 0 1 7 6zM68 64a7 6 0 1 1-7-6 7 6 0 0 1 7 6z\"></path></svg> <div><p> </p> <p class=\"small soft\"> </p></div></div>"), root_3$3 = from_html("<p class=\"fine soft s-1e2bihe\"> </p>"), root_4$1 = from_html("<section class=\"card s-1e2bihe\" aria-labelledby=\"now-heading\"><div class=\"top s-1e2bihe\"><h2 id=\"now-heading\"> </h2> <!></div> <!> <div class=\"keys s-1e2bihe\"><p class=\"small title s-1e2bihe\" aria-hidden=\"true\"> </p> <button type=\"button\" class=\"round\"><!></button> <button type=\"button\" class=\"round main s-1e2bihe\"><!></button> <button type=\"button\" class=\"round\"><!></button></div> <div class=\"extras s-1e2bihe\"><!> <!></div> <!></section>");
function NowPlaying($$anchor, $$props) {
	push($$props, !0);
	let track = user_derived(() => $$props.state.playing), playing = user_derived(() => $$props.state.player === "playing"), canPlay = user_derived(() => get$1(track) !== null || $$props.state.upcoming.length > 0), prospect = user_derived(() => get$1(canPlay) ? texts.music.ready : hasNoMatch($$props.state) ? texts.music.noMatch : texts.music.notReady);
	var section = root_4$1(), div = child(section), h2 = child(div), text = only_child(h2, !0), node = sibling(h2, 2), consequent = ($$anchor) => {
		var p = root$5(), text_1 = only_child(p, !0);
		template_effect(() => set_text(text_1, texts.player[$$props.state.player])), append($$anchor, p);
	};
	if_block(node, ($$render) => {
		get$1(track) && $$render(consequent);
	}), reset(div);
	var node_1 = sibling(div, 2), consequent_1 = ($$anchor) => {
		var fragment = root_1$4(), div_1 = first_child(fragment), div_2 = child(div_1), node_2 = child(div_2);
		{
			let $0 = user_derived(() => $$props.player.cover(get$1(track).uri));
			Cover(node_2, {
				get name() {
					return get$1(track).name;
				},
				get address() {
					return get$1($0);
				}
			});
		}
		reset(div_2), TrackText(sibling(div_2, 2), {
			get track() {
				return get$1(track);
			},
			large: !0
		}), reset(div_1);
		var div_3 = sibling(div_1, 2), node_4 = child(div_3);
		{
			let $0 = user_derived(() => $$props.disabled || !$$props.player.online);
			Seek(node_4, {
				get player() {
					return $$props.player;
				},
				get uri() {
					return get$1(track).uri;
				},
				get now_ms() {
					return $$props.now_ms;
				},
				get disabled() {
					return get$1($0);
				}
			});
		}
		reset(div_3), append($$anchor, fragment);
	}, alternate = ($$anchor) => {
		var div_4 = root_2$3(), div_5 = sibling(child(div_4), 2), p_1 = child(div_5), text_2 = only_child(p_1, !0), text_3 = only_child(sibling(p_1, 2), !0);
		reset(div_5), reset(div_4), template_effect(() => {
			set_text(text_2, texts.music.nothing), set_text(text_3, get$1(prospect));
		}), append($$anchor, div_4);
	};
	if_block(node_1, ($$render) => {
		get$1(track) ? $$render(consequent_1) : $$render(alternate, -1);
	});
	var div_6 = sibling(node_1, 2), p_3 = child(div_6), text_4 = only_child(p_3, !0), button = sibling(p_3, 2);
	Icon(child(button), { name: "back" }), reset(button);
	var button_1 = sibling(button, 2), node_6 = child(button_1);
	{
		let $0 = user_derived(() => get$1(playing) ? "pause" : "play");
		Icon(node_6, { get name() {
			return get$1($0);
		} });
	}
	reset(button_1);
	var button_2 = sibling(button_1, 2);
	Icon(child(button_2), { name: "skip" }), reset(button_2), reset(div_6);
	var div_7 = sibling(div_6, 2), node_8 = child(div_7), consequent_2 = ($$anchor) => {
		FeedbackButtons($$anchor, {
			get track() {
				return get$1(track);
			},
			get disabled() {
				return $$props.disabled;
			},
			get send() {
				return $$props.send;
			}
		});
	};
	if_block(node_8, ($$render) => {
		get$1(track) && $$render(consequent_2);
	}), Volume(sibling(node_8, 2), { get player() {
		return $$props.player;
	} }), reset(div_7);
	var node_10 = sibling(div_7, 2), consequent_3 = ($$anchor) => {
		var p_4 = root_3$3(), text_5 = only_child(p_4, !0);
		template_effect(() => set_text(text_5, texts.music.noPlayer)), append($$anchor, p_4);
	}, consequent_4 = ($$anchor) => {
		var p_5 = root_3$3(), text_6 = only_child(p_5, !0);
		template_effect(() => set_text(text_6, texts.music.noMixer)), append($$anchor, p_5);
	};
	if_block(node_10, ($$render) => {
		!$$props.player.online && !$$props.disabled ? $$render(consequent_3) : $$props.player.online && $$props.player.volume === null && $$render(consequent_4, 1);
	}), reset(section), template_effect(() => {
		set_text(text, texts.music.nowHeading), set_text(text_4, get$1(track)?.name ?? texts.music.nothing), set_attribute(button, "aria-label", texts.music.back), button.disabled = $$props.disabled || !$$props.player.online || get$1(track) === null, set_attribute(button_1, "aria-label", get$1(playing) ? texts.music.pause : texts.music.play), button_1.disabled = $$props.disabled || !get$1(canPlay), set_attribute(button_2, "aria-label", texts.music.skip), button_2.disabled = $$props.disabled || get$1(track) === null;
	}), delegated("click", button, () => void $$props.player.back()), delegated("click", button_1, () => $$props.send({
		command: "playback",
		action: get$1(playing) ? "pause" : "play"
	})), delegated("click", button_2, () => $$props.send({ command: "skip" })), append($$anchor, section), pop();
}
delegate(["click"]);
// src/components/Problems.svelte
var root$4 = from_html("<li class=\"s-b2z7m7\"> </li>"), root_1$3 = from_html("<li class=\"s-b2z7m7\"><span class=\"s-b2z7m7\"> </span> <button type=\"button\" class=\"s-b2z7m7\"> </button></li>"), root_2$2 = from_html("<ul class=\"s-b2z7m7\"><!> <!></ul>"), root_3$2 = from_html("<div role=\"alert\" aria-live=\"polite\"><!></div>");
function Problems($$anchor, $$props) {
	push($$props, !0);
	let sentences = user_derived(() => [...new Set($$props.errors)]);
	var div = root_3$2(), node = child(div), consequent_1 = ($$anchor) => {
		var ul = root_2$2(), node_1 = child(ul);
		each(node_1, 16, () => get$1(sentences), (sentence) => sentence, ($$anchor, sentence) => {
			var li = root$4(), text = only_child(li, !0);
			template_effect(() => set_text(text, sentence)), append($$anchor, li);
		});
		var node_2 = sibling(node_1, 2), consequent = ($$anchor) => {
			var li_1 = root_1$3(), span = child(li_1), text_1 = only_child(span, !0), button = sibling(span, 2), text_2 = only_child(button, !0);
			reset(li_1), template_effect(() => {
				set_text(text_1, $$props.notice), set_text(text_2, texts.problems.dismiss);
			}), delegated("click", button, function(...$$args) {
				$$props.onDismiss?.apply(this, $$args);
			}), append($$anchor, li_1);
		};
		if_block(node_2, ($$render) => {
			$$props.notice !== null && $$render(consequent);
		}), reset(ul), append($$anchor, ul);
	};
	if_block(node, ($$render) => {
		(get$1(sentences).length > 0 || $$props.notice !== null) && $$render(consequent_1);
	}), reset(div), template_effect(() => set_attribute(div, "aria-label", texts.problems.heading)), append($$anchor, div), pop();
}
delegate(["click"]);
// src/components/GenreChoices.svelte
var root$3 = from_html("<li><span class=\"s-1quztwv\"> </span> <button type=\"button\" class=\"round quiet s-1quztwv\"><!></button> <button type=\"button\" class=\"round quiet s-1quztwv\"><!></button></li>"), root_1$2 = from_html("<ul class=\"s-1quztwv\"></ul>"), root_2$1 = from_html("<p class=\"small\"> </p>"), root_3$1 = from_html("<h3> </h3> <!> <form class=\"small s-1quztwv\"><input type=\"text\" maxlength=\"60\" autocomplete=\"off\" class=\"s-1quztwv\"/> <button type=\"submit\"> </button></form>", 1);
function GenreChoices($$anchor, $$props) {
	push($$props, !0);
	let added = state(""), offers = user_derived(() => genreOffers($$props.server));
	function add(event) {
		event.preventDefault();
		let genre = get$1(added).trim();
		genre !== "" && ($$props.send({
			command: "genres",
			genre,
			choice: "pick"
		}), set(added, ""));
	}
	function toggle(genre, choice, now) {
		$$props.send({
			command: "genres",
			genre,
			choice: choice === now ? null : choice
		});
	}
	var fragment = root_3$1(), h3 = first_child(fragment), text = only_child(h3, !0), node = sibling(h3, 2), consequent = ($$anchor) => {
		var ul = root_1$2();
		each(ul, 21, () => get$1(offers), ({ name, choice }) => name, ($$anchor, $$item) => {
			let name = () => get$1($$item).name, choice = () => get$1($$item).choice;
			var li = root$3(), span = child(li), text_1 = only_child(span, !0), button = sibling(span, 2);
			Icon(child(button), { name: "pick" }), reset(button);
			var button_1 = sibling(button, 2);
			Icon(child(button_1), { name: "exclude" }), reset(button_1), reset(li), template_effect(($0, $1, $2, $3) => {
				set_class(li, 1, `small ${choice() ?? "" ?? ""}`, "s-1quztwv"), set_text(text_1, name()), button.disabled = $$props.disabled, set_attribute(button, "aria-label", $0), set_attribute(button, "title", $1), set_attribute(button, "aria-pressed", choice() === "pick"), button_1.disabled = $$props.disabled, set_attribute(button_1, "aria-label", $2), set_attribute(button_1, "title", $3), set_attribute(button_1, "aria-pressed", choice() === "exclude");
			}, [
				() => texts.genres.pick(name()),
				() => texts.genres.pick(name()),
				() => texts.genres.exclude(name()),
				() => texts.genres.exclude(name())
			]), delegated("click", button, () => toggle(name(), "pick", choice())), delegated("click", button_1, () => toggle(name(), "exclude", choice())), append($$anchor, li);
		}), reset(ul), append($$anchor, ul);
	}, alternate = ($$anchor) => {
		var p = root_2$1(), text_2 = only_child(p, !0);
		template_effect(() => set_text(text_2, texts.genres.none)), append($$anchor, p);
	};
	if_block(node, ($$render) => {
		get$1(offers).length > 0 ? $$render(consequent) : $$render(alternate, -1);
	});
	var form = sibling(node, 2), input = child(form);
	remove_input_defaults(input);
	var button_2 = sibling(input, 2), text_3 = only_child(button_2, !0);
	reset(form), template_effect(($0) => {
		set_text(text, texts.genres.heading), set_attribute(input, "placeholder", texts.genres.add), set_attribute(input, "aria-label", texts.genres.add), input.disabled = $$props.disabled, button_2.disabled = $0, set_text(text_3, texts.genres.addButton);
	}, [() => $$props.disabled || get$1(added).trim() === ""]), event("submit", form, add), bind_value(input, () => get$1(added), ($$value) => set(added, $$value)), append($$anchor, fragment), pop();
}
delegate(["click"]);
// src/components/SteerCard.svelte
var root$2 = from_html("<section class=\"card s-1tqy7zz\" aria-labelledby=\"steer-heading\"><h2 id=\"steer-heading\"> </h2> <!> <p class=\"fine soft\"> </p> <!></section>");
function SteerCard($$anchor, $$props) {
	push($$props, !0);
	let options = STRATEGIES.map((value) => ({
		value,
		name: texts.strategies[value].name
	}));
	var section = root$2(), h2 = child(section), text = only_child(h2, !0), node = sibling(h2, 2);
	Segmented(node, {
		get label() {
			return texts.music.strategy;
		},
		get options() {
			return options;
		},
		get chosen() {
			return $$props.state.strategy;
		},
		get disabled() {
			return $$props.disabled;
		},
		onchoose: (strategy) => $$props.send({
			command: "strategy",
			strategy
		})
	});
	var p = sibling(node, 2), text_1 = only_child(p, !0);
	GenreChoices(sibling(p, 2), {
		get server() {
			return $$props.state;
		},
		get disabled() {
			return $$props.disabled;
		},
		get send() {
			return $$props.send;
		}
	}), reset(section), template_effect(() => {
		set_text(text, texts.music.steerHeading), set_text(text_1, texts.strategies[$$props.state.strategy].meaning);
	}), append($$anchor, section), pop();
}
// src/components/TimelineCard.svelte
var root$1 = from_html("<span class=\"tick s-1mjv5op\"></span>"), root_1$1 = from_html("<span class=\"span emoji s-1mjv5op\"> </span>"), root_2 = from_html("<span class=\"empty small soft s-1mjv5op\"> </span>"), root_3 = from_html("<span class=\"span fine s-1mjv5op\"><span class=\"name s-1mjv5op\"> </span></span>"), root_4 = from_html("<span> </span>"), root_5 = from_html("<li class=\"s-1mjv5op\"><span class=\"soft\"> </span> <span class=\"emoji\" role=\"img\"> </span> <span> <span class=\"soft\"> </span></span></li>"), root_6 = from_html("<details class=\"small s-1mjv5op\"><summary class=\"s-1mjv5op\"> </summary> <ol class=\"s-1mjv5op\"></ol></details>"), root_7 = from_html("<section class=\"card s-1mjv5op\" aria-labelledby=\"time-heading\"><h2 id=\"time-heading\"> </h2> <div class=\"lanes s-1mjv5op\" role=\"img\"><!> <div class=\"lane moods s-1mjv5op\"><!> <!></div> <div class=\"lane tracks s-1mjv5op\"></div></div> <div class=\"axis fine soft s-1mjv5op\" aria-hidden=\"true\"><!> <span> </span></div> <!></section>");
function TimelineCard($$anchor, $$props) {
	push($$props, !0);
	let TICKS_MIN = [
		30,
		20,
		10
	], moods = user_derived(() => moodSpans($$props.history, $$props.now_s)), tracks = user_derived(() => trackSpans($$props.history, $$props.now_s)), share = ({ from, to }) => (to - from) / WINDOW_S, start = ({ from }) => (from - ($$props.now_s - WINDOW_S)) / WINDOW_S, summary = user_derived(() => {
		let parts = MOOD_NAMES.flatMap((name) => {
			let total = get$1(moods).filter(({ what }) => what === name).reduce((sum, span) => sum + share(span), 0);
			return total > 0 ? [`${texts.moods[name]} ${percent(total)}`] : [];
		});
		return texts.timeline.summary(parts.join(", ") || texts.timeline.none);
	});
	var section = root_7(), h2 = child(section), text = only_child(h2, !0), div = sibling(h2, 2), node = child(div);
	each(node, 16, () => TICKS_MIN, (minutes) => minutes, ($$anchor, minutes) => {
		var span_1 = root$1();
		let styles;
		template_effect(() => styles = set_style(span_1, "", styles, { left: `${(1 - minutes * 60 / WINDOW_S) * 100}%` })), append($$anchor, span_1);
	});
	var div_1 = sibling(node, 2), node_1 = child(div_1);
	each(node_1, 17, () => get$1(moods), (span) => span.from, ($$anchor, span) => {
		var span_2 = root_1$1();
		let styles_1;
		var text_1 = only_child(span_2, !0);
		template_effect(($0, $1, $2) => {
			set_attribute(span_2, "data-mood", get$1(span).what), set_attribute(span_2, "title", texts.moods[get$1(span).what]), styles_1 = set_style(span_2, "", styles_1, {
				left: $0,
				width: $1
			}), set_text(text_1, $2);
		}, [
			() => `${start(get$1(span)) * 100}%`,
			() => `${share(get$1(span)) * 100}%`,
			() => share(get$1(span)) >= .035 ? emojiOf(get$1(span).what) : ""
		]), append($$anchor, span_2);
	});
	var node_2 = sibling(node_1, 2), consequent = ($$anchor) => {
		var span_3 = root_2(), text_2 = only_child(span_3, !0);
		template_effect(() => set_text(text_2, texts.timeline.empty)), append($$anchor, span_3);
	};
	if_block(node_2, ($$render) => {
		get$1(moods).length === 0 && $$render(consequent);
	}), reset(div_1);
	var div_2 = sibling(div_1, 2);
	each(div_2, 21, () => get$1(tracks), index, ($$anchor, span) => {
		var span_4 = root_3();
		let styles_2;
		var text_3 = only_child(child(span_4), !0);
		reset(span_4), template_effect(($0, $1) => {
			set_attribute(span_4, "data-mood", get$1(span).what.emotion), set_attribute(span_4, "title", get$1(span).what.name), styles_2 = set_style(span_4, "", styles_2, {
				left: $0,
				width: $1
			}), set_text(text_3, get$1(span).what.name);
		}, [() => `${start(get$1(span)) * 100}%`, () => `${share(get$1(span)) * 100}%`]), append($$anchor, span_4);
	}), reset(div_2), reset(div);
	var div_3 = sibling(div, 2), node_3 = child(div_3);
	each(node_3, 16, () => TICKS_MIN, (minutes) => minutes, ($$anchor, minutes) => {
		var span_6 = root_4(), text_4 = only_child(span_6, !0);
		template_effect(($0) => set_text(text_4, $0), [() => texts.timeline.ago(minutes)]), append($$anchor, span_6);
	});
	var text_5 = only_child(sibling(node_3, 2), !0);
	reset(div_3);
	var node_4 = sibling(div_3, 2), consequent_1 = ($$anchor) => {
		var details = root_6(), summary_1 = child(details), text_6 = only_child(summary_1, !0), ol = sibling(summary_1, 2);
		each(ol, 21, () => get$1(tracks).toReversed(), index, ($$anchor, $$item) => {
			let what = () => get$1($$item).what;
			var li = root_5(), span_8 = child(li), text_7 = only_child(span_8, !0), span_9 = sibling(span_8, 2), text_8 = only_child(span_9, !0), span_10 = sibling(span_9, 2), text_9 = child(span_10), text_10 = only_child(sibling(text_9), !0);
			reset(span_10), reset(li), template_effect(($0, $1, $2) => {
				set_text(text_7, $0), set_attribute(span_9, "aria-label", texts.moods[what().emotion]), set_text(text_8, $1), set_text(text_9, `${what().name ?? ""} `), set_text(text_10, $2);
			}, [
				() => timeOfDay(what().time),
				() => emojiOf(what().emotion),
				() => what().artists.join(", ")
			]), append($$anchor, li);
		}), reset(ol), reset(details), template_effect(($0) => set_text(text_6, $0), [() => texts.timeline.tracks(get$1(tracks).length)]), append($$anchor, details);
	};
	if_block(node_4, ($$render) => {
		get$1(tracks).length > 0 && $$render(consequent_1);
	}), reset(section), template_effect(() => {
		set_text(text, texts.timeline.heading), set_attribute(div, "aria-label", get$1(summary)), set_text(text_5, texts.timeline.now);
	}), append($$anchor, section), pop();
}
// src/App.svelte
var root = from_html("<div><!></div> <div><!></div> <div><!> <!> <!></div> <div><!></div> <div><!></div>", 1), root_1 = from_html("<div class=\"page s-1j5xk5g\"><!> <!> <main class=\"s-1j5xk5g\"><div class=\"camera s-1j5xk5g\"><!></div> <!></main></div>");
function App($$anchor, $$props) {
	push($$props, !0);
	let now_ms = state(proxy(Date.now()));
	user_effect(() => {
		let timer = setInterval(() => set(now_ms, Date.now(), !0), 1e3);
		return () => clearInterval(timer);
	});
	let server = user_derived(() => $$props.session.state), usable = user_derived(() => $$props.session.isOpen), disabled = user_derived(() => !get$1(usable)), now_s = user_derived(() => get$1(usable) || !get$1(server) ? (get$1(now_ms) + $$props.session.ahead_ms) / 1e3 : get$1(server).time), send = (command) => $$props.session.send(command);
	user_effect(() => {
		document.title = emojiTitle(get$1(usable) ? get$1(server)?.mood ?? null : null);
	}), user_effect(() => {
		let tell = () => $$props.session.wantPictures(!document.hidden);
		return tell(), document.addEventListener("visibilitychange", tell), () => document.removeEventListener("visibilitychange", tell);
	});
	let shown = user_derived(() => get$1(server) ? [get$1(server).playing, ...get$1(server).upcoming].flatMap((track) => track?.uri ?? []).join("\n") : "");
	user_effect(() => void $$props.player.want(get$1(shown) === "" ? [] : get$1(shown).split("\n")));
	var div = root_1(), node = child(div);
	Header(node, {
		get link() {
			return $$props.session.link;
		},
		get state() {
			return get$1(server);
		},
		get disabled() {
			return get$1(disabled);
		},
		pause: (paused) => $$props.session.pauseWatching(paused)
	});
	var node_1 = sibling(node, 2);
	{
		let $0 = user_derived(() => get$1(usable) && get$1(server) ? get$1(server).errors : []);
		Problems(node_1, {
			get errors() {
				return get$1($0);
			},
			get notice() {
				return $$props.session.notice;
			},
			onDismiss: () => $$props.session.dismissNotice()
		});
	}
	var main = sibling(node_1, 2), div_1 = child(main);
	CameraCard(child(div_1), {
		get session() {
			return $$props.session;
		},
		get now_ms() {
			return get$1(now_ms);
		}
	}), reset(div_1);
	var node_3 = sibling(div_1, 2), consequent = ($$anchor) => {
		var fragment = root(), div_2 = first_child(fragment);
		let classes;
		var node_4 = child(div_2);
		{
			let $0 = user_derived(() => get$1(server).face !== null), $1 = user_derived(() => get$1(server).expression === null && get$1(server).errors.length > 0);
			MoodCard(node_4, {
				get mood() {
					return get$1(server).mood;
				},
				get seen() {
					return get$1($0);
				},
				get failing() {
					return get$1($1);
				},
				get history() {
					return $$props.session.history;
				},
				get now_s() {
					return get$1(now_s);
				},
				get disabled() {
					return get$1(disabled);
				},
				send
			});
		}
		reset(div_2);
		var div_3 = sibling(div_2, 2);
		let classes_1;
		FeelCard(child(div_3), {
			get mood() {
				return get$1(server).mood;
			},
			get now_s() {
				return get$1(now_s);
			},
			get disabled() {
				return get$1(disabled);
			},
			send
		}), reset(div_3);
		var div_4 = sibling(div_3, 2);
		let classes_2;
		var node_6 = child(div_4);
		NowPlaying(node_6, {
			get state() {
				return get$1(server);
			},
			get player() {
				return $$props.player;
			},
			get now_ms() {
				return get$1(now_ms);
			},
			get disabled() {
				return get$1(disabled);
			},
			send
		});
		var node_7 = sibling(node_6, 2);
		NextCard(node_7, {
			get state() {
				return get$1(server);
			},
			get player() {
				return $$props.player;
			},
			get disabled() {
				return get$1(disabled);
			},
			send
		}), SteerCard(sibling(node_7, 2), {
			get state() {
				return get$1(server);
			},
			get disabled() {
				return get$1(disabled);
			},
			send
		}), reset(div_4);
		var div_5 = sibling(div_4, 2);
		let classes_3;
		ExpressionCard(child(div_5), {
			get expression() {
				return get$1(server).expression;
			},
			get mood() {
				return get$1(server).mood.emotion;
			}
		}), reset(div_5);
		var div_6 = sibling(div_5, 2);
		let classes_4;
		TimelineCard(child(div_6), {
			get history() {
				return $$props.session.history;
			},
			get now_s() {
				return get$1(now_s);
			}
		}), reset(div_6), template_effect(() => {
			classes = set_class(div_2, 1, "mood s-1j5xk5g", null, classes, { stale: !get$1(usable) }), classes_1 = set_class(div_3, 1, "feel s-1j5xk5g", null, classes_1, { stale: !get$1(usable) }), classes_2 = set_class(div_4, 1, "music s-1j5xk5g", null, classes_2, { stale: !get$1(usable) }), classes_3 = set_class(div_5, 1, "bars s-1j5xk5g", null, classes_3, { stale: !get$1(usable) }), classes_4 = set_class(div_6, 1, "time s-1j5xk5g", null, classes_4, { stale: !get$1(usable) });
		}), append($$anchor, fragment);
	};
	if_block(node_3, ($$render) => {
		get$1(server) && $$render(consequent);
	}), reset(main), reset(div), template_effect(() => set_attribute(div, "data-mood", get$1(server)?.mood.emotion ?? "unknown")), append($$anchor, div), pop();
}
// src/lib/connection.ts
var FIRST_PAUSE_MS = 1e3, LONGEST_PAUSE_MS = 3e4, SILENCE_MS = 3e4;
function addresses(page) {
	let address = (path, protocol, token) => {
		let url = new URL(path, page);
		return url.protocol = protocol, token !== null && url.searchParams.set("token", token), url.href;
	}, { protocol, searchParams } = new URL(page), token = searchParams.get("token"), sockets = protocol === "https:" ? "wss:" : "ws:";
	return {
		socket: address("ws", sockets, token),
		history: address("api/history", protocol, token),
		cameras: address("api/cameras", protocol, token),
		player: address("../mopidy/ws/", sockets, null)
	};
}
function pauseAfter(failures) {
	return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}
var Connection = class {
	#url;
	#events;
	#connect;
	#socket = null;
	#open = !1;
	#failures = 0;
	#retry;
	#silence;
	constructor(url, events, connect = (address) => new WebSocket(address)) {
		this.#url = url, this.#events = events, this.#connect = connect;
	}
	start() {
		this.#events.onLink({ kind: "connecting" }), this.#attempt();
	}
	retryNow() {
		this.#retry !== void 0 && (clearTimeout(this.#retry), this.start());
	}
	stop() {
		clearTimeout(this.#retry), clearTimeout(this.#silence), this.#retry = void 0;
		let socket = this.#socket;
		this.#socket = null, this.#open = !1, socket?.close();
	}
	send(message) {
		return !this.#open || this.#socket === null ? !1 : (this.#socket.send(message), !0);
	}
	#attempt() {
		this.#retry = void 0;
		let socket = this.#connect(this.#url);
		this.#socket = socket, this.#listen(socket), socket.binaryType = "blob", socket.onopen = () => {
			socket === this.#socket && (this.#open = !0, this.#events.onLink({ kind: "open" }));
		}, socket.onmessage = ({ data }) => {
			socket === this.#socket && (this.#failures = 0, this.#listen(socket), typeof data == "string" ? this.#events.onText(data) : data instanceof Blob && this.#events.onPicture(data));
		}, socket.onclose = ({ reason }) => {
			socket === this.#socket && this.#lose(reason);
		};
	}
	#listen(socket) {
		clearTimeout(this.#silence), this.#silence = setTimeout(() => {
			this.#lose(""), socket.close();
		}, SILENCE_MS);
	}
	#lose(reason) {
		clearTimeout(this.#silence), this.#socket = null, this.#open = !1, this.#failures += 1;
		let pause_ms = pauseAfter(this.#failures);
		this.#retry = setTimeout(() => this.#attempt(), pause_ms), this.#events.onLink({
			kind: "offline",
			retryAt: Date.now() + pause_ms,
			reason
		});
	}
}, require_events = __commonJSMin(((exports, module) => {
	var R = typeof Reflect == "object" ? Reflect : null, ReflectApply = R && typeof R.apply == "function" ? R.apply : function(target, receiver, args) {
		return Function.prototype.apply.call(target, receiver, args);
	}, ReflectOwnKeys = R && typeof R.ownKeys == "function" ? R.ownKeys : Object.getOwnPropertySymbols ? function(target) {
		return Object.getOwnPropertyNames(target).concat(Object.getOwnPropertySymbols(target));
	} : function(target) {
		return Object.getOwnPropertyNames(target);
	};
	function ProcessEmitWarning(warning) {
		console && console.warn && console.warn(warning);
	}
	var NumberIsNaN = Number.isNaN || function(value) {
		return value !== value;
	};
	function EventEmitter() {
		EventEmitter.init.call(this);
	}
	module.exports = EventEmitter, module.exports.once = once, EventEmitter.EventEmitter = EventEmitter, EventEmitter.prototype._events = void 0, EventEmitter.prototype._eventsCount = 0, EventEmitter.prototype._maxListeners = void 0;
	var defaultMaxListeners = 10;
	function checkListener(listener) {
		if (typeof listener != "function") throw TypeError("The \"listener\" argument must be of type Function. Received type " + typeof listener);
	}
	Object.defineProperty(EventEmitter, "defaultMaxListeners", {
		enumerable: !0,
		get: function() {
			return defaultMaxListeners;
		},
		set: function(arg) {
			if (typeof arg != "number" || arg < 0 || NumberIsNaN(arg)) throw RangeError("The value of \"defaultMaxListeners\" is out of range. It must be a non-negative number. Received " + arg + ".");
			defaultMaxListeners = arg;
		}
	}), EventEmitter.init = function() {
		(this._events === void 0 || this._events === Object.getPrototypeOf(this)._events) && (this._events = Object.create(null), this._eventsCount = 0), this._maxListeners = this._maxListeners || void 0;
	}, EventEmitter.prototype.setMaxListeners = function(n) {
		if (typeof n != "number" || n < 0 || NumberIsNaN(n)) throw RangeError("The value of \"n\" is out of range. It must be a non-negative number. Received " + n + ".");
		return this._maxListeners = n, this;
	};
	function _getMaxListeners(that) {
		return that._maxListeners === void 0 ? EventEmitter.defaultMaxListeners : that._maxListeners;
	}
	EventEmitter.prototype.getMaxListeners = function() {
		return _getMaxListeners(this);
	}, EventEmitter.prototype.emit = function(type) {
		for (var args = [], i = 1; i < arguments.length; i++) args.push(arguments[i]);
		var doError = type === "error", events = this._events;
		if (events !== void 0) doError &&= events.error === void 0;
		else if (!doError) return !1;
		if (doError) {
			var er;
			if (args.length > 0 && (er = args[0]), er instanceof Error) throw er;
			var err = Error("Unhandled error." + (er ? " (" + er.message + ")" : ""));
			throw err.context = er, err;
		}
		var handler = events[type];
		if (handler === void 0) return !1;
		if (typeof handler == "function") ReflectApply(handler, this, args);
		else for (var len = handler.length, listeners = arrayClone(handler, len), i = 0; i < len; ++i) ReflectApply(listeners[i], this, args);
		return !0;
	};
	function _addListener(target, type, listener, prepend) {
		var m, events, existing;
		if (checkListener(listener), events = target._events, events === void 0 ? (events = target._events = Object.create(null), target._eventsCount = 0) : (events.newListener !== void 0 && (target.emit("newListener", type, listener.listener ? listener.listener : listener), events = target._events), existing = events[type]), existing === void 0) existing = events[type] = listener, ++target._eventsCount;
		else if (typeof existing == "function" ? existing = events[type] = prepend ? [listener, existing] : [existing, listener] : prepend ? existing.unshift(listener) : existing.push(listener), m = _getMaxListeners(target), m > 0 && existing.length > m && !existing.warned) {
			existing.warned = !0;
			var w = Error("Possible EventEmitter memory leak detected. " + existing.length + " " + String(type) + " listeners added. Use emitter.setMaxListeners() to increase limit");
			w.name = "MaxListenersExceededWarning", w.emitter = target, w.type = type, w.count = existing.length, ProcessEmitWarning(w);
		}
		return target;
	}
	EventEmitter.prototype.addListener = function(type, listener) {
		return _addListener(this, type, listener, !1);
	}, EventEmitter.prototype.on = EventEmitter.prototype.addListener, EventEmitter.prototype.prependListener = function(type, listener) {
		return _addListener(this, type, listener, !0);
	};
	function onceWrapper() {
		if (!this.fired) return this.target.removeListener(this.type, this.wrapFn), this.fired = !0, arguments.length === 0 ? this.listener.call(this.target) : this.listener.apply(this.target, arguments);
	}
	function _onceWrap(target, type, listener) {
		var state = {
			fired: !1,
			wrapFn: void 0,
			target,
			type,
			listener
		}, wrapped = onceWrapper.bind(state);
		return wrapped.listener = listener, state.wrapFn = wrapped, wrapped;
	}
	EventEmitter.prototype.once = function(type, listener) {
		return checkListener(listener), this.on(type, _onceWrap(this, type, listener)), this;
	}, EventEmitter.prototype.prependOnceListener = function(type, listener) {
		return checkListener(listener), this.prependListener(type, _onceWrap(this, type, listener)), this;
	}, EventEmitter.prototype.removeListener = function(type, listener) {
		var list, events, position, i, originalListener;
		if (checkListener(listener), events = this._events, events === void 0 || (list = events[type], list === void 0)) return this;
		if (list === listener || list.listener === listener) --this._eventsCount === 0 ? this._events = Object.create(null) : (delete events[type], events.removeListener && this.emit("removeListener", type, list.listener || listener));
		else if (typeof list != "function") {
			for (position = -1, i = list.length - 1; i >= 0; i--) if (list[i] === listener || list[i].listener === listener) {
				originalListener = list[i].listener, position = i;
				break;
			}
			if (position < 0) return this;
			position === 0 ? list.shift() : spliceOne(list, position), list.length === 1 && (events[type] = list[0]), events.removeListener !== void 0 && this.emit("removeListener", type, originalListener || listener);
		}
		return this;
	}, EventEmitter.prototype.off = EventEmitter.prototype.removeListener, EventEmitter.prototype.removeAllListeners = function(type) {
		var listeners, events = this._events, i;
		if (events === void 0) return this;
		if (events.removeListener === void 0) return arguments.length === 0 ? (this._events = Object.create(null), this._eventsCount = 0) : events[type] !== void 0 && (--this._eventsCount === 0 ? this._events = Object.create(null) : delete events[type]), this;
		if (arguments.length === 0) {
			var keys = Object.keys(events), key;
			for (i = 0; i < keys.length; ++i) key = keys[i], key !== "removeListener" && this.removeAllListeners(key);
			return this.removeAllListeners("removeListener"), this._events = Object.create(null), this._eventsCount = 0, this;
		}
		if (listeners = events[type], typeof listeners == "function") this.removeListener(type, listeners);
		else if (listeners !== void 0) for (i = listeners.length - 1; i >= 0; i--) this.removeListener(type, listeners[i]);
		return this;
	};
	function _listeners(target, type, unwrap) {
		var events = target._events;
		if (events === void 0) return [];
		var evlistener = events[type];
		return evlistener === void 0 ? [] : typeof evlistener == "function" ? unwrap ? [evlistener.listener || evlistener] : [evlistener] : unwrap ? unwrapListeners(evlistener) : arrayClone(evlistener, evlistener.length);
	}
	EventEmitter.prototype.listeners = function(type) {
		return _listeners(this, type, !0);
	}, EventEmitter.prototype.rawListeners = function(type) {
		return _listeners(this, type, !1);
	}, EventEmitter.listenerCount = function(emitter, type) {
		return typeof emitter.listenerCount == "function" ? emitter.listenerCount(type) : listenerCount.call(emitter, type);
	}, EventEmitter.prototype.listenerCount = listenerCount;
	function listenerCount(type) {
		var events = this._events;
		if (events !== void 0) {
			var evlistener = events[type];
			if (typeof evlistener == "function") return 1;
			if (evlistener !== void 0) return evlistener.length;
		}
		return 0;
	}
	EventEmitter.prototype.eventNames = function() {
		return this._eventsCount > 0 ? ReflectOwnKeys(this._events) : [];
	};
	function arrayClone(arr, n) {
		for (var copy = Array(n), i = 0; i < n; ++i) copy[i] = arr[i];
		return copy;
	}
	function spliceOne(list, index) {
		for (; index + 1 < list.length; index++) list[index] = list[index + 1];
		list.pop();
	}
	function unwrapListeners(arr) {
		for (var ret = Array(arr.length), i = 0; i < ret.length; ++i) ret[i] = arr[i].listener || arr[i];
		return ret;
	}
	function once(emitter, name) {
		return new Promise(function(resolve, reject) {
			function errorListener(err) {
				emitter.removeListener(name, resolver), reject(err);
			}
			function resolver() {
				typeof emitter.removeListener == "function" && emitter.removeListener("error", errorListener), resolve([].slice.call(arguments));
			}
			eventTargetAgnosticAddListener(emitter, name, resolver, { once: !0 }), name !== "error" && addErrorHandlerIfEventEmitter(emitter, errorListener, { once: !0 });
		});
	}
	function addErrorHandlerIfEventEmitter(emitter, handler, flags) {
		typeof emitter.on == "function" && eventTargetAgnosticAddListener(emitter, "error", handler, flags);
	}
	function eventTargetAgnosticAddListener(emitter, name, listener, flags) {
		if (typeof emitter.on == "function") flags.once ? emitter.once(name, listener) : emitter.on(name, listener);
		else if (typeof emitter.addEventListener == "function") emitter.addEventListener(name, function wrapListener(arg) {
			flags.once && emitter.removeEventListener(name, wrapListener), listener(arg);
		});
		else throw TypeError("The \"emitter\" argument must be of type EventEmitter. Received type " + typeof emitter);
	}
})), require_browser = __commonJSMin(((exports, module) => {
	var ws = null;
	typeof WebSocket < "u" ? ws = WebSocket : typeof MozWebSocket < "u" ? ws = MozWebSocket : typeof global < "u" ? ws = global.WebSocket || global.MozWebSocket : typeof window < "u" ? ws = window.WebSocket || window.MozWebSocket : typeof self < "u" && (ws = self.WebSocket || self.MozWebSocket), module.exports = ws;
})), import_mopidy = __toESM(__commonJSMin(((exports, module) => {
	var EventEmitter = require_events(), WebSocket = require_browser();
	function snakeToCamel(name) {
		return name.replace(/(_[a-z])/g, (match) => match.toUpperCase().replace("_", ""));
	}
	var Mopidy = class Mopidy extends EventEmitter {
		constructor(settings) {
			super(), this._console = this._getConsole(settings || {}), this._settings = this._configure(settings || {}), this._backoffDelay = this._settings.backoffDelayMin, this._pendingRequests = {}, this._webSocket = null, this._delegateEvents(), this._settings.autoConnect && this.connect();
		}
		_getConsole(settings) {
			if (settings.console !== void 0) return settings.console;
			let con = typeof console < "u" && console || {};
			return con.log = con.log || (() => {}), con.warn = con.warn || (() => {}), con.error = con.error || (() => {}), con;
		}
		_configure(settings) {
			let newSettings = { ...settings }, protocol = typeof document < "u" && document.location.protocol === "https:" ? "wss://" : "ws://", currentHost = typeof document < "u" && document.location.host || "localhost";
			return newSettings.webSocketUrl = settings.webSocketUrl || `${protocol}${currentHost}/mopidy/ws`, settings.autoConnect !== !1 && (newSettings.autoConnect = !0), newSettings.backoffDelayMin = settings.backoffDelayMin || 1e3, newSettings.backoffDelayMax = settings.backoffDelayMax || 64e3, newSettings;
		}
		_delegateEvents() {
			this.removeAllListeners("websocket:close"), this.removeAllListeners("websocket:error"), this.removeAllListeners("websocket:incomingMessage"), this.removeAllListeners("websocket:open"), this.removeAllListeners("state:offline"), this.on("websocket:close", this._cleanup), this.on("websocket:error", this._handleWebSocketError), this.on("websocket:incomingMessage", this._handleMessage), this.on("websocket:open", this._resetBackoffDelay), this.on("websocket:open", this._getApiSpec), this.on("state:offline", this._reconnect);
		}
		off(...args) {
			if (args.length === 0) this.removeAllListeners();
			else if (args.length === 1) {
				let arg = args[0];
				if (typeof arg == "string") this.removeAllListeners(arg);
				else throw Error("Expected no arguments, a string, or a string and a listener.");
			} else this.removeListener(...args);
		}
		connect() {
			if (this._webSocket) {
				if (this._webSocket.readyState === Mopidy.WebSocket.OPEN) return;
				this._webSocket.close();
			}
			this._webSocket = this._settings.webSocket || new Mopidy.WebSocket(this._settings.webSocketUrl), this._webSocket.onclose = (close) => {
				this.emit("websocket:close", close);
			}, this._webSocket.onerror = (error) => {
				this.emit("websocket:error", error);
			}, this._webSocket.onopen = () => {
				this.emit("websocket:open");
			}, this._webSocket.onmessage = (message) => {
				this.emit("websocket:incomingMessage", message);
			};
		}
		_cleanup(closeEvent) {
			Object.keys(this._pendingRequests).forEach((requestId) => {
				let { reject } = this._pendingRequests[requestId];
				delete this._pendingRequests[requestId];
				let error = new Mopidy.ConnectionError("WebSocket closed");
				error.closeEvent = closeEvent, reject(error);
			}), this.emit("state", "state:offline"), this.emit("state:offline");
		}
		_reconnect() {
			setTimeout(() => {
				this.emit("state", "reconnectionPending", { timeToAttempt: this._backoffDelay }), this.emit("reconnectionPending", { timeToAttempt: this._backoffDelay }), setTimeout(() => {
					this.emit("state", "reconnecting"), this.emit("reconnecting"), this.connect();
				}, this._backoffDelay), this._backoffDelay *= 2, this._backoffDelay > this._settings.backoffDelayMax && (this._backoffDelay = this._settings.backoffDelayMax);
			}, 0);
		}
		_resetBackoffDelay() {
			this._backoffDelay = this._settings.backoffDelayMin;
		}
		close() {
			this.off("state:offline", this._reconnect), this._webSocket && this._webSocket.close();
		}
		_handleWebSocketError(error) {
			this._console.warn("WebSocket error:", error.stack || error);
		}
		_send(message) {
			switch (this._webSocket.readyState) {
				case Mopidy.WebSocket.CONNECTING: return Promise.reject(new Mopidy.ConnectionError("WebSocket is still connecting"));
				case Mopidy.WebSocket.CLOSING: return Promise.reject(new Mopidy.ConnectionError("WebSocket is closing"));
				case Mopidy.WebSocket.CLOSED: return Promise.reject(new Mopidy.ConnectionError("WebSocket is closed"));
				default: return new Promise((resolve, reject) => {
					let jsonRpcMessage = {
						...message,
						jsonrpc: "2.0",
						id: this._nextRequestId()
					};
					this._pendingRequests[jsonRpcMessage.id] = {
						resolve,
						reject
					}, this._webSocket.send(JSON.stringify(jsonRpcMessage)), this.emit("websocket:outgoingMessage", jsonRpcMessage);
				});
			}
		}
		_handleMessage(message) {
			try {
				let data = JSON.parse(message.data);
				Object.hasOwnProperty.call(data, "id") ? this._handleResponse(data) : Object.hasOwnProperty.call(data, "event") ? this._handleEvent(data) : this._console.warn(`Unknown message type received. Message was: ${message.data}`);
			} catch (error) {
				if (error instanceof SyntaxError) this._console.warn(`WebSocket message parsing failed. Message was: ${message.data}`);
				else throw error;
			}
		}
		_handleResponse(responseMessage) {
			if (!Object.hasOwnProperty.call(this._pendingRequests, responseMessage.id)) {
				this._console.warn("Unexpected response received. Message was:", responseMessage);
				return;
			}
			let { resolve, reject } = this._pendingRequests[responseMessage.id];
			if (delete this._pendingRequests[responseMessage.id], Object.hasOwnProperty.call(responseMessage, "result")) resolve(responseMessage.result);
			else if (Object.hasOwnProperty.call(responseMessage, "error")) {
				let error = new Mopidy.ServerError(responseMessage.error.message);
				error.code = responseMessage.error.code, error.data = responseMessage.error.data, reject(error), this._console.warn("Server returned error:", responseMessage.error);
			} else {
				let error = Error("Response without 'result' or 'error' received");
				error.data = { response: responseMessage }, reject(error), this._console.warn("Response without 'result' or 'error' received. Message was:", responseMessage);
			}
		}
		_handleEvent(eventMessage) {
			let data = { ...eventMessage };
			delete data.event;
			let eventName = `event:${snakeToCamel(eventMessage.event)}`;
			this.emit("event", eventName, data), this.emit(eventName, data);
		}
		_getApiSpec() {
			return this._send({ method: "core.describe" }).then(this._createApi.bind(this)).catch(this._handleWebSocketError.bind(this));
		}
		_createApi(methods) {
			let caller = (method) => (...args) => {
				let message = { method };
				return args.length === 0 ? this._send(message) : args.length > 1 ? Promise.reject(Error("Expected zero arguments, a single array, or a single object.")) : !Array.isArray(args[0]) && args[0] !== Object(args[0]) ? Promise.reject(TypeError("Expected an array or an object.")) : ([message.params] = args, this._send(message));
			}, getPath = (fullName) => {
				let path = fullName.split(".");
				return path.length >= 1 && path[0] === "core" && (path = path.slice(1)), path;
			}, createObjects = (objPath) => {
				let parentObj = this;
				return objPath.forEach((objName) => {
					let camelObjName = snakeToCamel(objName);
					parentObj[camelObjName] = parentObj[camelObjName] || {}, parentObj = parentObj[camelObjName];
				}), parentObj;
			};
			Object.keys(methods).forEach((fullMethodName) => {
				let methodPath = getPath(fullMethodName), methodName = snakeToCamel(methodPath.slice(-1)[0]), object = createObjects(methodPath.slice(0, -1));
				object[methodName] = caller(fullMethodName), object[methodName].description = methods[fullMethodName].description, object[methodName].params = methods[fullMethodName].params;
			}), this.emit("state", "state:online"), this.emit("state:online");
		}
	};
	Mopidy.ConnectionError = class extends Error {
		constructor(message) {
			super(message), this.name = "ConnectionError";
		}
	}, Mopidy.ServerError = class extends Error {
		constructor(message) {
			super(message), this.name = "ServerError";
		}
	}, Mopidy.WebSocket = WebSocket, Mopidy.prototype._nextRequestId = (() => {
		let lastUsed = -1;
		return () => (lastUsed += 1, lastUsed);
	})(), module.exports = Mopidy;
}))(), 1);
function coverOf(images, page) {
	let own = images.flatMap(({ uri, width }) => {
		let address = allowed(uri, page);
		return address === null ? [] : [{
			address,
			width: width ?? 320
		}];
	}), fitting = own.filter(({ width }) => width >= 320).sort((a, b) => a.width - b.width), smaller = own.sort((a, b) => b.width - a.width);
	return (fitting[0] ?? smaller[0])?.address ?? null;
}
function allowed(uri, page) {
	if (uri.startsWith("data:image/")) return uri;
	if (!URL.canParse(uri, page)) return null;
	let url = new URL(uri, page);
	return url.origin === new URL(page).origin ? url.href : null;
}
// src/lib/player.svelte.ts
var MOVES = [
	"trackPlaybackStarted",
	"playbackStateChanged",
	"seeked"
], MOST_COVERS = 200, Player = class {
	#online = state(!1);
	get online() {
		return get$1(this.#online);
	}
	set online(value) {
		set(this.#online, value, !0);
	}
	#volume = state(null);
	get volume() {
		return get$1(this.#volume);
	}
	set volume(value) {
		set(this.#volume, value, !0);
	}
	#muted = state(null);
	get muted() {
		return get$1(this.#muted);
	}
	set muted(value) {
		set(this.#muted, value, !0);
	}
	#mopidy;
	#page;
	#progress = state(null);
	#wanted = new Set();
	#covers = state(new Map());
	constructor(page, mopidy) {
		this.#page = page, this.#mopidy = mopidy, mopidy.on("state:online", () => void this.#begin()), mopidy.on("state:offline", () => this.#lose());
		for (let move of MOVES) mopidy.on(`event:${move}`, () => void this.#locate());
		mopidy.on("event:volumeChanged", ({ volume }) => this.volume = volume), mopidy.on("event:muteChanged", ({ mute }) => this.muted = mute);
	}
	start() {
		this.#mopidy.connect();
	}
	stop() {
		this.#mopidy.close();
	}
	progress(uri, now_ms) {
		let progress = get$1(this.#progress);
		if (progress?.uri !== uri || !progress.length_ms) return null;
		let moved_ms = progress.moving ? now_ms - progress.at_ms : 0;
		return {
			position_ms: Math.min(progress.length_ms, Math.max(0, progress.position_ms + moved_ms)),
			length_ms: progress.length_ms
		};
	}
	cover(uri) {
		return get$1(this.#covers).get(uri) ?? null;
	}
	async want(uris) {
		this.#wanted = new Set(uris.slice(0, MOST_COVERS));
		let unknown = [...this.#wanted].filter((uri) => !get$1(this.#covers).has(uri));
		if (!this.online || unknown.length === 0) return;
		this.#keep(unknown.map((uri) => [uri, null]));
		let images = await this.#ask(this.#mopidy.library?.getImages({ uris: unknown }));
		images && this.#keep(unknown.map((uri) => [uri, coverOf(images[uri] ?? [], this.#page)]));
	}
	async back() {
		await this.#ask(this.#mopidy.playback?.previous());
	}
	async seek(position_ms) {
		await this.#ask(this.#mopidy.playback?.seek({ time_position: Math.round(position_ms) }));
	}
	async setVolume(volume) {
		await this.#ask(this.#mopidy.mixer?.setVolume({ volume }));
	}
	async setMuted(mute) {
		await this.#ask(this.#mopidy.mixer?.setMute({ mute }));
	}
	async #begin() {
		this.online = !0;
		let { mixer } = this.#mopidy, [volume, muted] = await Promise.all([
			this.#ask(mixer?.getVolume()),
			this.#ask(mixer?.getMute()),
			this.#locate()
		]);
		this.volume = volume ?? null, this.muted = muted ?? null;
	}
	async #locate() {
		let { playback } = this.#mopidy, [track, position_ms, state] = await Promise.all([
			this.#ask(playback?.getCurrentTrack()),
			this.#ask(playback?.getTimePosition()),
			this.#ask(playback?.getState())
		]);
		set(this.#progress, track ? {
			uri: track.uri,
			length_ms: track.length ?? null,
			position_ms: position_ms ?? 0,
			at_ms: Date.now(),
			moving: state === "playing"
		} : null);
	}
	#lose() {
		this.online = !1, set(this.#progress, null), set(this.#covers, new Map([...get$1(this.#covers)].filter(([, address]) => address !== null)));
	}
	#keep(found) {
		let covers = [...new Map([...get$1(this.#covers), ...found])], kept = covers.length > MOST_COVERS ? covers.filter(([uri]) => this.#wanted.has(uri)) : covers;
		set(this.#covers, new Map(kept));
	}
	async #ask(question) {
		try {
			return await question;
		} catch {
			return;
		}
	}
};
function mopidyAt(url) {
	return new import_mopidy.default({
		webSocketUrl: url,
		autoConnect: !1,
		backoffDelayMin: 1e3,
		backoffDelayMax: 3e4,
		console: {
			log: () => {},
			warn: () => {},
			error: () => {}
		}
	});
}
// src/lib/lens.ts
var QUALITY = .8, RATE = 30, WIDTH_PX = 640, HEIGHT_PX = 480, LensError = class extends Error {
	name = "LensError";
};
async function openLens(onEnd) {
	let stream = await open(), video = document.createElement("video"), close = () => {
		for (let track of stream.getTracks()) track.stop();
		video.srcObject = null;
	};
	stream.getVideoTracks()[0]?.addEventListener("ended", onEnd, { once: !0 }), video.muted = !0, video.playsInline = !0, video.srcObject = stream;
	try {
		await video.play();
	} catch (error) {
		throw close(), new LensError(texts.ownCamera.failed(reasonOf(error)));
	}
	let canvas = document.createElement("canvas");
	return {
		close,
		capture: (max_px) => capture(video, canvas, max_px)
	};
}
function reduced(width, height, max_px) {
	let scale = Math.min(1, max_px / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale))
	};
}
function explain(error) {
	switch (error instanceof Error ? error.name : "") {
		case "NotAllowedError":
		case "SecurityError": return texts.ownCamera.denied;
		case "NotFoundError":
		case "OverconstrainedError": return texts.ownCamera.none;
		case "NotReadableError":
		case "AbortError": return texts.ownCamera.inUse;
		default: return texts.ownCamera.failed(reasonOf(error));
	}
}
async function open() {
	let devices = navigator.mediaDevices;
	if (devices === void 0) throw new LensError(isSecureContext ? texts.ownCamera.unsupported : texts.ownCamera.insecure);
	try {
		return await devices.getUserMedia({
			audio: !1,
			video: {
				facingMode: "user",
				width: { ideal: WIDTH_PX },
				height: { ideal: HEIGHT_PX },
				frameRate: { ideal: RATE }
			}
		});
	} catch (error) {
		throw new LensError(explain(error));
	}
}
async function capture(video, canvas, max_px) {
	let { width, height } = reduced(video.videoWidth, video.videoHeight, max_px);
	(canvas.width !== width || canvas.height !== height) && Object.assign(canvas, {
		width,
		height
	}), canvas.getContext("2d", { alpha: !1 })?.drawImage(video, 0, 0, width, height);
	let jpeg = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
	if (jpeg === null) throw new LensError(texts.ownCamera.failed("JPEG"));
	return jpeg;
}
function reasonOf(error) {
	return error instanceof Error ? error.message : String(error);
}
// src/lib/own-camera.svelte.ts
var DOUBT_S = 5, OwnCamera = class {
	#status = state("off");
	get status() {
		return get$1(this.#status);
	}
	set status(value) {
		set(this.#status, value, !0);
	}
	#problem = state(null);
	get problem() {
		return get$1(this.#problem);
	}
	set problem(value) {
		set(this.#problem, value, !0);
	}
	#output;
	#open;
	#lens = null;
	#sent_ms = -Infinity;
	#timer;
	#isTaken = !1;
	#doubtful_s = null;
	#isResting = !1;
	#turn = 0;
	constructor(output, open = openLens) {
		this.#output = output, this.#open = open;
	}
	async start() {
		if (this.status !== "off") return;
		let turn = ++this.#turn;
		this.status = "starting", this.problem = null, this.#isTaken = this.#isResting = !1;
		try {
			let lens = await this.#open(() => {
				turn === this.#turn && this.#stop(texts.ownCamera.ended);
			});
			if (turn !== this.#turn) {
				lens.close();
				return;
			}
			this.#lens = lens, this.#offer();
		} catch (error) {
			if (!(error instanceof LensError)) throw error;
			turn === this.#turn && this.#stop(error.message);
		}
	}
	stop(instead = "off") {
		let wasOffered = this.#lens !== null;
		this.#stop(null), wasOffered && this.#output.command({
			command: "camera",
			camera: instead
		});
	}
	rest() {
		this.status !== "off" && (this.#stop(null), this.#isResting = !0);
	}
	wake() {
		this.#isResting && this.start();
	}
	onRequest({ interval_ms, max_px }) {
		if (this.#lens === null) return;
		this.status = "on";
		let pause_ms = Math.max(0, this.#sent_ms + interval_ms - performance.now());
		clearTimeout(this.#timer), this.#timer = setTimeout(() => void this.#sendPicture(max_px), pause_ms);
	}
	onEnd(reason) {
		this.status !== "off" && this.#stop(reason);
	}
	onRefusal(sentence) {
		this.status === "starting" && this.#lens !== null && this.#stop(sentence);
	}
	onState({ camera, time }) {
		camera.chosen !== "browser" && (this.#isResting = !1), this.#lens !== null && (camera.chosen === "browser" ? this.#isTaken = !0 : this.#isTaken && this.#stop(texts.ownCamera.otherChosen), this.#lens !== null && this.#doubtful_s !== null && (camera.status === "ok" ? time > this.#doubtful_s + DOUBT_S && this.#stop(texts.ownCamera.takenOver) : this.#offer()));
	}
	onReconnect(state) {
		this.#lens !== null && (this.status = "starting", this.#isTaken = !0, this.#doubtful_s = state.time, this.onState(state));
	}
	#offer() {
		this.#sent_ms = -Infinity, this.#doubtful_s = null, this.#output.command({
			command: "camera",
			camera: "browser"
		}) || this.#stop(texts.problems.notSent);
	}
	async #sendPicture(max_px) {
		let turn = this.#turn;
		this.#sent_ms = performance.now();
		try {
			let jpeg = await this.#lens?.capture(max_px);
			turn === this.#turn && jpeg && this.#output.picture(jpeg);
		} catch (error) {
			if (!(error instanceof LensError)) throw error;
			turn === this.#turn && this.#stop(error.message);
		}
	}
	#stop(problem) {
		this.#turn += 1, clearTimeout(this.#timer), this.#lens?.close(), this.#lens = null, this.#doubtful_s = null, this.#isResting = !1, this.status = "off", this.problem = problem;
	}
}, CLOCK_TOLERANCE_MS = 500, Session = class {
	#link = state({ kind: "connecting" });
	get link() {
		return get$1(this.#link);
	}
	set link(value) {
		set(this.#link, value);
	}
	#state = state(null);
	get state() {
		return get$1(this.#state);
	}
	set state(value) {
		set(this.#state, value);
	}
	#frame = state({
		width: 4,
		height: 3
	});
	get frame() {
		return get$1(this.#frame);
	}
	set frame(value) {
		set(this.#frame, value);
	}
	#picture = state(null);
	get picture() {
		return get$1(this.#picture);
	}
	set picture(value) {
		set(this.#picture, value);
	}
	#notice = state(null);
	get notice() {
		return get$1(this.#notice);
	}
	set notice(value) {
		set(this.#notice, value, !0);
	}
	#history = state(NOTHING_YET);
	get history() {
		return get$1(this.#history);
	}
	set history(value) {
		set(this.#history, value);
	}
	#ahead_ms = state(0);
	get ahead_ms() {
		return get$1(this.#ahead_ms);
	}
	set ahead_ms(value) {
		set(this.#ahead_ms, value, !0);
	}
	ownCamera;
	#connection;
	#fetchHistory;
	#findCameras;
	#isFirstState = !0;
	#wantsPictures = !0;
	constructor(url, { connect, fetchHistory, findCameras, openLens } = {}) {
		let events = {
			onLink: (link) => this.#onLink(link),
			onText: (text) => this.#onText(text),
			onPicture: (jpeg) => this.#onPicture(jpeg)
		};
		this.#connection = new Connection(url, events, connect), this.#fetchHistory = fetchHistory ?? (() => Promise.resolve("{\"moods\":[],\"tracks\":[]}")), this.#findCameras = findCameras ?? (() => Promise.resolve());
		let output = {
			command: (command) => this.#connection.send(JSON.stringify(command)),
			picture: (jpeg) => this.#connection.send(jpeg)
		};
		this.ownCamera = new OwnCamera(output, openLens);
	}
	get isOpen() {
		return this.link.kind === "open" && this.state !== null;
	}
	start() {
		this.#connection.start();
	}
	stop() {
		this.ownCamera.stop(), this.#connection.stop();
	}
	retryNow() {
		this.#connection.retryNow();
	}
	send(command) {
		let sent = this.#connection.send(JSON.stringify(command));
		this.notice = sent ? null : texts.problems.notSent;
	}
	dismissNotice() {
		this.notice = null;
	}
	chooseCamera(camera) {
		this.ownCamera.status === "on" ? this.ownCamera.stop(camera) : this.send({
			command: "camera",
			camera
		});
	}
	pauseWatching(paused) {
		this.send({
			command: "pause",
			paused
		}), paused ? this.ownCamera.rest() : this.ownCamera.wake();
	}
	async findCameras() {
		try {
			await this.#findCameras();
		} catch (error) {
			console.info("MoodCam: the cameras are those of before:", error);
		}
	}
	wantPictures(wanted) {
		wanted !== this.#wantsPictures && (this.#wantsPictures = wanted, this.#connection.send(JSON.stringify({
			command: "pictures",
			wanted
		})));
	}
	#onLink(link) {
		this.link = link, link.kind === "open" ? (this.#isFirstState = !0, this.#wantsPictures || this.#connection.send(JSON.stringify({
			command: "pictures",
			wanted: !1
		})), this.#loadHistory()) : this.picture = null;
	}
	async #loadHistory() {
		try {
			this.history = joined(parseHistory(await this.#fetchHistory()), this.history);
		} catch (error) {
			console.info("MoodCam: there is no history to show:", error);
		}
	}
	#onText(text) {
		try {
			this.#onMessage(parseMessage(text));
		} catch (error) {
			if (!(error instanceof ProtocolError)) throw error;
			this.notice = texts.problems.misunderstood(error.message);
		}
	}
	#onMessage(message) {
		switch (message.kind) {
			case "refusal":
				this.notice = message.error, this.ownCamera.onRefusal(message.error);
				return;
			case "frame":
				this.ownCamera.onRequest(message.request);
				return;
			case "noFrame":
				this.ownCamera.onEnd(message.reason);
				return;
			case "state": this.#onState(message.state);
		}
	}
	#onState(state) {
		this.state = state, this.frame = state.frame ?? this.frame, this.history = remember(this.history, state);
		let ahead_ms = state.time * 1e3 - Date.now();
		Math.abs(ahead_ms - this.ahead_ms) > CLOCK_TOLERANCE_MS && (this.ahead_ms = ahead_ms), state.feed === "video" && isReading(state) || (this.picture = null), this.#isFirstState ? this.ownCamera.onReconnect(state) : this.ownCamera.onState(state), this.#isFirstState = !1;
	}
	#onPicture(jpeg) {
		this.state !== null && (this.picture = {
			jpeg,
			frame: this.state.frame,
			face: this.state.face
		});
	}
}, target = document.querySelector("#app");
if (target === null) throw Error("index.html has no element #app to put the page into");
document.documentElement.lang = texts.language;
var { socket, history, cameras, player: mopidy } = addresses(location.href), get = async (address) => {
	let answer = await fetch(address);
	if (!answer.ok) throw Error(`${answer.status} ${answer.statusText}`);
	return answer.text();
}, session = new Session(socket, {
	fetchHistory: () => get(history),
	findCameras: () => get(cameras)
}), player = new Player(location.href, mopidyAt(mopidy));
mount(App, {
	target,
	props: {
		session,
		player
	}
}), session.start(), player.start(), addEventListener("online", () => session.retryNow());
