# The server, as small and unprivileged as it can be: no compiler, no shell history, no root, one writable directory.
#   docker build -t webm-reassembler .
#   docker run --read-only --tmpfs /tmp -p 8080:8080 -v recordings:/data webm-reassembler

FROM node:20-bookworm-slim AS build
# canvas has no prebuilt binary without a download from elsewhere: it is compiled.
RUN apt-get update && apt-get install -y --no-install-recommends \
      build-essential python3 pkg-config \
      libcairo2-dev libpango1.0-dev libjpeg-dev libgif-dev librsvg2-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
ENV npm_config_onnxruntime_node_install=skip npm_config_build_from_source=canvas
RUN npm ci --no-audit --no-fund && npm run build && npm prune --omit=dev --no-audit --no-fund \
    # The package has every system's libraries in it; this image runs on Linux.
    && rm -rf node_modules/onnxruntime-node/bin/napi-v*/darwin node_modules/onnxruntime-node/bin/napi-v*/win32

FROM node:20-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
      ffmpeg libcairo2 libpango-1.0-0 libpangocairo-1.0-0 libjpeg62-turbo libgif7 librsvg2-2 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o node -g node /data
COPY --from=build --chown=root:root /app/package.json /app/
COPY --from=build --chown=root:root /app/node_modules /app/node_modules
COPY --from=build --chown=root:root /app/packages /app/packages
USER node
WORKDIR /data
# What is computed once is kept beside the recordings: nothing else can be written.
ENV NODE_ENV=production \
    WEBM_REASSEMBLER_HOST=0.0.0.0 \
    WEBM_REASSEMBLER_DATA_DIRECTORY=/data \
    WEBM_REASSEMBLER_NET_CACHE_DIRECTORY=/data/nets
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
# SIGTERM drains: no new streams, recordings finished, exit 0.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/packages/server/dist/main.js"]
CMD ["serve"]
