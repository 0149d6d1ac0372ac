# One image for every process of ours; docker-compose.yml says which one a container runs.
# Node runs the sources as they are, so there is no build step beyond installing the packages.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-update-notifier && npm cache clean --force

FROM node:24-slim
# The Temporal client checks TLS by the system's certificates, which the slim image leaves out.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY . .
# Where the simulated ISPs, the inbox, the shop and the seed keep their files; volumes inherit the owner.
RUN install --directory --owner=node --group=node /data /data/isps /data/inbox /data/shop /data/seed
USER node
CMD ["node", "server.ts"]
