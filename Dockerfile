# An image that has tksctl and the libraries that it needs, and nothing else:
#
#   docker build --tag tksctl .
#   docker run --rm --volume "$PWD:/data:ro" tksctl validate dumps/

FROM debian:12-slim AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
WORKDIR /source
COPY scripts/ scripts/
RUN scripts/install-packages build && rm -rf /var/lib/apt/lists/*
COPY . .
RUN cmake --preset static && cmake --build --preset static && scripts/collect-image build/static/bin/tksctl /image

FROM gcr.io/distroless/base-debian12:nonroot
COPY --from=build /image/ /
WORKDIR /data
ENTRYPOINT ["/usr/bin/tksctl"]
