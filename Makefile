# The commands of this repository; `make` alone lists them. What they need, scripts/setup installs.

# Builds are large and outlive a clone: they are kept outside it and shared between clones.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/xingtan/target

DATA ?= ./data
LISTEN ?= 127.0.0.1:8080
PROGRAM := target/release/xingtan
WEB_SOURCES := $(shell find web -name node_modules -prune -o -name dist -prune -o -type f -print)

.DEFAULT_GOAL := help
.PHONY: help setup setup-run setup-bench web build run films test e2e bench fmt lint docs clean-nothing

help: ## Lists the commands
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup: ## Installs what tests and program need; does nothing where it is already there
	@scripts/setup test

setup-run:
	@scripts/setup run

setup-bench:
	@scripts/setup bench

web: web/dist/manifest.json ## Builds styles and scripts into web/dist

web/dist/manifest.json: $(WEB_SOURCES) | setup-run
	cd web && npm run --silent build
	@touch $@

build: web ## Builds the release program at target/release/xingtan
	cargo build --release --locked -p xingtan
	@mkdir -p target/release
	@[ "$(CARGO_TARGET_DIR)" -ef target ] || cp --remove-destination "$(CARGO_TARGET_DIR)/release/xingtan" $(PROGRAM)

run: build ## Builds everything and serves a ready demo institution on http://127.0.0.1:8080
	@scripts/demo $(PROGRAM) "$(DATA)"
	$(PROGRAM) serve --data "$(DATA)" --listen "$(LISTEN)"

films: setup build ## Makes the films of the demo's courses, once; the next demo on an empty folder shows them
	@scripts/demo-media $(PROGRAM)

test: ## Runs every check; ends with the runners' summary lines
	@scripts/test

e2e: setup web ## Runs the browser tests alone, against the program of the dev profile
	cargo build --locked -p xingtan
	cd e2e && XINGTAN_BIN="$(CARGO_TARGET_DIR)/debug/xingtan" npm run --silent test

bench: setup-bench build ## Prints speed and memory of the release program
	cargo run --release --locked -p xingtan-bench

fmt: ## Formats all Rust code
	cargo fmt --all

lint: web ## Asks rustfmt and clippy, with warnings as errors
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

docs: web ## Builds the documentation of all crates, with warnings as errors
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

clean-nothing: ## Says where builds and data live; deletes nothing
	@echo "Builds: $(CARGO_TARGET_DIR)"
	@echo "Data:   $(DATA)"
	@echo "Nothing was deleted. Delete a folder by hand when it is in the way."
